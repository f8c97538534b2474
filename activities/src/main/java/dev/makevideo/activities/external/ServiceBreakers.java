package dev.makevideo.activities.external;

import static java.util.stream.Collectors.toMap;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.InProcessBreaker;
import dev.makevideo.coordination.breaker.InProcessBreakers;
import dev.makevideo.coordination.coordinator.RedisCoordinator;
import dev.makevideo.platform.telemetry.Metrics;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A breaker for every configured service, shared by all workers on the same Redis, and one of this
 * process for each of the last thousand hosts of direct downloads: strangers' hosts are many, and a
 * process that meets one is soon done with it. Transitions are logged, and counted by the process
 * that caused them. Thread-safe.
 */
public final class ServiceBreakers implements BreakerSource, AutoCloseable {
  private static final int HOSTS = 1000;

  private final LongSupplier nanoTime;
  private final Optional<Duration> openFor;
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

  private final Breakers configured;

  private ServiceBreakers(
      LongSupplier nanoTime,
      Optional<Duration> openFor,
      Metrics metrics,
      BiFunction<Map<String, BreakerSettings>, BreakerListener, Breakers> breakers) {
    this.nanoTime = nanoTime;
    this.openFor = openFor;
    this.metrics = metrics;
    configured =
        breakers.apply(
            configured()
                .collect(toMap(ExternalService::label, service -> settings(service, openFor))),
            new Transitions(metrics));
    configured()
        .forEach(
            service -> {
              CircuitBreaker breaker = configured.breaker(service.label());
              services.put(service, breaker);
              metrics.breakerState(service.label(), () -> breaker.state().code());
            });
  }

  /**
   * Breakers that are shared with all processes that the coordinator speaks for.
   *
   * @param openFor how long they stay open, the same in all processes; empty: as each service has
   *     it
   */
  public static ServiceBreakers shared(
      RedisCoordinator coordinator, Optional<Duration> openFor, Metrics metrics) {
    return new ServiceBreakers(System::nanoTime, openFor, metrics, coordinator::breakers);
  }

  /**
   * Breakers of this process alone.
   *
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public static ServiceBreakers alone(LongSupplier nanoTime, Metrics metrics) {
    return new ServiceBreakers(
        nanoTime,
        Optional.empty(),
        metrics,
        (services, listener) -> new InProcessBreakers(services, nanoTime, listener));
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

  private CircuitBreaker create(ExternalService service, String host) {
    return new InProcessBreaker(
        host, settings(service, openFor), nanoTime, new Transitions(metrics, service.label()));
  }

  static BreakerSettings settings(ExternalService service, Optional<Duration> openFor) {
    return BreakerSettings.openFor(openFor.orElse(service.breakerOpenFor()));
  }

  private static Stream<ExternalService> configured() {
    return Arrays.stream(ExternalService.values()).filter(ExternalService::isConfigured);
  }

  /** Stops sharing. */
  @Override
  public void close() {
    configured.close();
  }
}
