package dev.makevideo.coordination.breaker;

/**
 * Hears of a breaker's transitions. Called in the order in which this process learns of them, while
 * the breaker is locked: must not block, and must not call the breaker.
 */
@FunctionalInterface
public interface BreakerListener {
  /**
   * A call in this process moved the breaker. Of all processes that share a breaker exactly one is
   * told so; so transitions that are counted here add up.
   *
   * @param reason the failure that opened it, or why else it moved
   */
  void moved(String service, CircuitBreaker.State from, CircuitBreaker.State to, String reason);

  /**
   * This process learned that the breaker is in another state: another process moved it, the state
   * was lost, or Redis is there again and knows better.
   */
  default void learned(
      String service, CircuitBreaker.State from, CircuitBreaker.State to, String reason) {}
}
