package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.limit.AdaptiveLimits;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.Throttle;
import java.util.function.Supplier;

/** A coordinator whose features are made by what it is given. */
abstract class FeatureCoordinator extends DelegatingValues implements RedisCoordinator {
  private final Features features = new Features();
  private final Makers makers;

  /** Makes each feature, once. */
  record Makers(
      Supplier<BreakerView> breakerView,
      Supplier<Throttle> throttle,
      Supplier<Slots> slots,
      Supplier<Locks> locks,
      Supplier<SharedCache> cache,
      Supplier<Limits> limits,
      Supplier<AdaptiveLimits> adaptiveLimits,
      Supplier<Sessions> sessions) {}

  FeatureCoordinator(SharedValues values, Makers makers) {
    super(values);
    this.makers = makers;
  }

  @Override
  public BreakerView breakerView() {
    return features.get(BreakerView.class, makers.breakerView());
  }

  @Override
  public Throttle throttle() {
    return features.get(Throttle.class, makers.throttle());
  }

  @Override
  public Slots slots() {
    return features.get(Slots.class, makers.slots());
  }

  @Override
  public Locks locks() {
    return features.get(Locks.class, makers.locks());
  }

  @Override
  public SharedCache cache() {
    return features.get(SharedCache.class, makers.cache());
  }

  @Override
  public Limits limits() {
    return features.get(Limits.class, makers.limits());
  }

  @Override
  public AdaptiveLimits adaptiveLimits() {
    return features.get(AdaptiveLimits.class, makers.adaptiveLimits());
  }

  @Override
  public Sessions sessions() {
    return features.get(Sessions.class, makers.sessions());
  }

  @Override
  public void close() {
    features.close();
  }
}
