package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.breaker.BreakerView.Sight;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Breakers of one process alone. Thread-safe. */
public final class InProcessBreakers implements Breakers {
  private final Map<String, CircuitBreaker> breakers = new HashMap<>();

  /**
   * @param services every service by its name, {@code [a-z0-9.-]{1,64}}
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public InProcessBreakers(
      Map<String, BreakerSettings> services, LongSupplier nanoTime, BreakerListener listener) {
    services.forEach(
        (service, settings) ->
            breakers.put(service, new InProcessBreaker(service, settings, nanoTime, listener)));
  }

  @Override
  public CircuitBreaker breaker(String service) {
    CircuitBreaker breaker = breakers.get(service);
    if (breaker == null) {
      throw unknown(service, breakers);
    }
    return breaker;
  }

  static IllegalArgumentException unknown(String service, Map<String, ?> known) {
    return new IllegalArgumentException("service is \"" + service + "\"; known: " + known.keySet());
  }

  /** The state of one of these, without why and how long. */
  public Optional<Sight> look(String service) {
    return Optional.ofNullable(breakers.get(service))
        .map(breaker -> new Sight(breaker.state(), Duration.ZERO, ""));
  }

  @Override
  public void close() {
    // they have always been alone
  }
}
