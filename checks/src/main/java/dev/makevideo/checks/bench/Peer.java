package dev.makevideo.checks.bench;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.util.concurrent.TimeUnit;

/** Resilience4j's breaker, which knows its own process only, with settings like ours. */
final class Peer {
  private static final RuntimeException FAILURE = new RuntimeException("bench");

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "bench",
          CircuitBreakerConfig.custom()
              .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
              .slidingWindowSize(5)
              .minimumNumberOfCalls(5)
              .failureRateThreshold(100)
              .permittedNumberOfCallsInHalfOpenState(3)
              .build());

  /** Makes calls; one in so many fails. Nanoseconds a call. */
  double calls(int calls, int fails) {
    long started = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      breaker.acquirePermission();
      if (i % fails == 0) {
        breaker.onError(1, TimeUnit.NANOSECONDS, FAILURE);
      } else {
        breaker.onSuccess(1, TimeUnit.NANOSECONDS);
      }
    }
    return (System.nanoTime() - started) / (double) calls;
  }
}
