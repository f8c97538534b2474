package dev.makevideo.coordination.breaker;

/** Hears of a breaker's transitions. */
@FunctionalInterface
public interface BreakerListener {
  /**
   * A breaker went from one state to another. Called in the order of the transitions, while the
   * breaker is locked: must not block, and must not call the breaker.
   *
   * @param reason the failure that opened it, or why else it moved
   */
  void moved(String service, CircuitBreaker.State from, CircuitBreaker.State to, String reason);
}
