package dev.makevideo.api.health;

import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.throttle.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What the workers know together of a service that they keep away from. Takes two command timeouts
 * of Redis (500 ms) at the most. Thread-safe.
 */
public final class ServiceGuard {
  private final BreakerView breakers;
  private final Throttle throttle;
  private final Clock clock;

  public ServiceGuard(BreakerView breakers, Throttle throttle, Clock clock) {
    this.breakers = breakers;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Why the service must not be called now; empty: it may, as far as is known.
   *
   * @param service its name, such as {@code video-downloader}
   */
  Optional<HealthCheck.Finding> objection(String service) {
    return standing(service).map(Standing::finding);
  }

  /**
   * How the workers stand to a service that must not be called now.
   *
   * @param broken its breaker is not closed; else the service asked for time
   */
  public record Standing(boolean broken, HealthCheck.Finding finding) {}

  /** As {@link #objection}, with what it is. */
  public Optional<Standing> standing(String service) {
    return breakers
        .look(service)
        .flatMap(this::broken)
        .map(finding -> new Standing(true, finding))
        .or(
            () ->
                throttled(throttle.look(new Throttle.Subject(service, "")))
                    .map(finding -> new Standing(false, finding)));
  }

  /** Whether anybody can say how the workers stand to the service: not while Redis is away. */
  public boolean isKnown(String service) {
    return breakers.look(service).isPresent();
  }

  private Optional<HealthCheck.Finding> broken(BreakerView.Sight sight) {
    return switch (sight.state()) {
      case CLOSED -> Optional.empty();
      case OPEN ->
          Optional.of(
              HealthCheck.bad(
                  sight.left().isZero()
                      ? sight.reason() + "; the next call is a trial"
                      : sight.reason() + "; next trial at " + after(sight.left())));
      case HALF_OPEN -> Optional.of(HealthCheck.worrying("circuit half-open, trials are running"));
    };
  }

  private Optional<HealthCheck.Finding> throttled(Throttle.Pass pass) {
    return pass.isGranted()
        ? Optional.empty()
        : Optional.of(
            HealthCheck.bad(
                "asked for patience: " + pass.reason() + "; next call at " + after(pass.left())));
  }

  private Instant after(Duration left) {
    return clock.instant().plus(left).truncatedTo(ChronoUnit.MILLIS);
  }
}
