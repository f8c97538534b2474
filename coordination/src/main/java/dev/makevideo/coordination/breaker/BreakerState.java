package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * One period of one state. A new object is made at every transition; a permit remembers the one
 * that granted it. All methods are called under the breaker's lock.
 */
interface BreakerState {
  CircuitBreaker.State name();

  /** Decides on a call, or moves the breaker and lets the next state decide. */
  Admission acquire(Duration deadline);

  /** A call that this period admitted succeeded. */
  void ok();

  /** A call that this period admitted failed. */
  void fail(String reason);

  /**
   * A call that this period admitted is over, and says nothing.
   *
   * @param lease what {@link InProcessBreaker#grant} was given
   */
  void ignore(Object lease);
}
