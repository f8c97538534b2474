package dev.makevideo.activities.external;

import dev.makevideo.coordination.breaker.CircuitBreaker;

/** Knows the breaker for each service. Thread-safe. */
@FunctionalInterface
public interface BreakerSource {
  /**
   * The breaker that guards calls to a service.
   *
   * @param host of the URL that is called; counts for {@link ExternalService#DIRECT_DOWNLOAD} only,
   *     whose hosts have nothing to do with each other
   */
  CircuitBreaker breaker(ExternalService service, String host);
}
