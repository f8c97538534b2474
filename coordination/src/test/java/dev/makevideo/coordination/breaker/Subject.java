package dev.makevideo.coordination.breaker;

import java.time.Duration;

/** A breaker under test, with the clock that it goes by. Made closed, with a fresh state. */
interface Subject extends AutoCloseable {
  /** The name of the service that {@link #breaker} guards. */
  String SERVICE = "service";

  CircuitBreaker breaker();

  /** Moves the breaker's clock on; a multiple of a millisecond. */
  void pass(Duration time);

  /** Waits, with a bound, until what was reported has arrived where the state is. */
  void settle();

  /**
   * Gives it up.
   *
   * @throws AssertionError if something else than what was to be tested gave the answers
   */
  @Override
  void close();
}
