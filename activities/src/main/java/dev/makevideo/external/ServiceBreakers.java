package dev.makevideo.external;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.InProcessBreaker;
import dev.makevideo.telemetry.Metrics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A breaker of this process for every configured service, and one for each of the last thousand
 * hosts of direct downloads; the breaker of a host that is forgotten was of no use any more.
 * Transitions are logged and counted. Thread-safe.
 */
public final class ServiceBreakers implements BreakerSource {
  private static final Logger log = LoggerFactory.getLogger(ServiceBreakers.class);
  private static final int HOSTS = 1000;

  private final LongSupplier nanoTime;
  private final Metrics metrics;
  private final Map<ExternalService, CircuitBreaker> services =
      new EnumMap<>(ExternalService.class);
  private final Map<String, CircuitBreaker> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CircuitBreaker> eldest) {
          return size() > HOSTS;
        }
      };

  /**
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public ServiceBreakers(LongSupplier nanoTime, Metrics metrics) {
    this.nanoTime = nanoTime;
    this.metrics = metrics;
    for (ExternalService service : ExternalService.values()) {
      if (service.isConfigured()) {
        CircuitBreaker breaker = create(service, service.label());
        services.put(service, breaker);
        metrics.breakerState(service.label(), () -> breaker.state().code());
      }
    }
  }

  @Override
  public CircuitBreaker breaker(ExternalService service, String host) {
    CircuitBreaker configured = services.get(service);
    if (configured != null) {
      return configured;
    }
    synchronized (hosts) {
      return hosts.computeIfAbsent(host, name -> create(service, name));
    }
  }

  private CircuitBreaker create(ExternalService service, String name) {
    return new InProcessBreaker(
        name, BreakerSettings.openFor(service.breakerOpenFor()), nanoTime, listener(service));
  }

  private BreakerListener listener(ExternalService service) {
    return (name, from, to, reason) -> {
      metrics.breakerTransition(service.label(), from.label(), to.label());
      (to == CircuitBreaker.State.OPEN ? log.atWarn() : log.atInfo())
          .addKeyValue("service", name)
          .addKeyValue("from_state", from.label())
          .addKeyValue("to_state", to.label())
          .addKeyValue("reason", reason)
          .log("circuit breaker moved");
    };
  }
}
