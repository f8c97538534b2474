package dev.makevideo.coordination.breaker;

/** The breakers of some services, which one process uses. Thread-safe. */
public interface Breakers extends AutoCloseable {
  /**
   * The breaker of a service.
   *
   * @throws IllegalArgumentException if it was not named at opening
   */
  CircuitBreaker breaker(String service);

  /** Shares no more; the breakers go on, each by itself. */
  @Override
  void close();
}
