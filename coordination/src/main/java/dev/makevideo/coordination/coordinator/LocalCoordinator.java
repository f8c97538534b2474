package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.InProcessBreakers;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.limit.LocalLimits;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.session.LocalSessions;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.slot.LocalSlots;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.LocalThrottle;
import dev.makevideo.coordination.throttle.Throttle;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** Features of one process alone. Thread-safe. */
final class LocalCoordinator extends DelegatingValues implements RedisCoordinator {
  private final SessionSettings settings;
  private final LongSupplier nanos;
  private final Clock clock;
  private final Features features = new Features();
  private final List<InProcessBreakers> breakers = new CopyOnWriteArrayList<>();

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  LocalCoordinator(SessionSettings settings, LongSupplier nanos, Clock clock) {
    super(new LocalValues(nanos));
    this.settings = settings;
    this.nanos = nanos;
    this.clock = clock;
  }

  @Override
  public Breakers breakers(Map<String, BreakerSettings> services, BreakerListener listener) {
    InProcessBreakers made = new InProcessBreakers(services, nanos, listener);
    breakers.add(made);
    return made;
  }

  @Override
  public BreakerView breakerView() {
    return features.get(BreakerView.class, () -> new BreakerView(this::look));
  }

  private Optional<BreakerView.Sight> look(String service) {
    return breakers.stream().flatMap(some -> some.look(service).stream()).findFirst();
  }

  @Override
  public Throttle throttle() {
    return features.get(Throttle.class, () -> new LocalThrottle(nanos));
  }

  @Override
  public Slots slots() {
    return features.get(Slots.class, () -> new LocalSlots());
  }

  @Override
  public Locks locks() {
    return features.get(Locks.class, () -> new LocalLocks(clock));
  }

  @Override
  public SharedCache cache() {
    return features.get(SharedCache.class, () -> new LocalCache(nanos));
  }

  @Override
  public Limits limits() {
    return features.get(Limits.class, () -> new LocalLimits(nanos));
  }

  @Override
  public Sessions sessions() {
    return features.get(Sessions.class, () -> new LocalSessions(settings, clock));
  }

  @Override
  public void close() {
    features.close();
  }
}
