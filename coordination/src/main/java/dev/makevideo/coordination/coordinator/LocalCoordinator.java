package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.InProcessBreakers;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.limit.LocalAdaptiveLimits;
import dev.makevideo.coordination.limit.LocalLimits;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.session.LocalSessions;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.slot.LocalSlots;
import dev.makevideo.coordination.throttle.LocalThrottle;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Features of one process alone. Thread-safe. */
final class LocalCoordinator extends FeatureCoordinator {
  private final LongSupplier nanos;
  private final List<InProcessBreakers> breakers;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  LocalCoordinator(SessionSettings sessions, LongSupplier nanos, Clock clock) {
    this(sessions, nanos, clock, new CopyOnWriteArrayList<>());
  }

  private LocalCoordinator(
      SessionSettings sessions, LongSupplier nanos, Clock clock, List<InProcessBreakers> breakers) {
    super(
        new LocalValues(nanos),
        new Makers(
            () -> new BreakerView(service -> look(breakers, service)),
            () -> new LocalThrottle(nanos),
            LocalSlots::new,
            () -> new LocalLocks(clock),
            () -> new LocalCache(nanos),
            () -> new LocalLimits(nanos),
            () -> new LocalAdaptiveLimits(nanos),
            () -> new LocalSessions(sessions, clock)));
    this.nanos = nanos;
    this.breakers = breakers;
  }

  @Override
  public Breakers breakers(Map<String, BreakerSettings> services, BreakerListener listener) {
    InProcessBreakers made = new InProcessBreakers(services, nanos, listener);
    breakers.add(made);
    return made;
  }

  private static Optional<BreakerView.Sight> look(
      List<InProcessBreakers> breakers, String service) {
    return breakers.stream().flatMap(some -> some.look(service).stream()).findFirst();
  }
}
