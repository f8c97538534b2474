package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.Optional;

/** Says what a breaker must do. Its clock stands at first where the breaker's stands. */
interface Oracle {
  /** A call that was admitted; one of these is called once. */
  interface Call {
    void ok();

    void fail();

    void ignore();
  }

  /** Asks for a call; empty: denied. */
  Optional<Call> acquire(Duration deadline);

  /** After which time the call that was just denied should ask again. */
  Duration retryIn();

  CircuitBreaker.State state();

  void pass(Duration time);

  /** How far {@link #retryIn} may be off. */
  Duration tolerance();
}
