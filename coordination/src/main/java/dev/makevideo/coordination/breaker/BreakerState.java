package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.Set;

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

  /** Trials that this period has in flight. */
  default Set<Trial> trials() {
    return Set.of();
  }
}
