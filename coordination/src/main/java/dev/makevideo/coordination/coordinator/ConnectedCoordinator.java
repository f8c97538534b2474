package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.RedisBreakers;
import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.cache.RedisCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.limit.RedisLimits;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.lock.RedisLocks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.RedisSessions;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.slot.RedisSlots;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.RedisThrottle;
import dev.makevideo.coordination.throttle.Throttle;
import java.util.Map;
import java.util.UUID;

/** Features over one Redis. Thread-safe. */
final class ConnectedCoordinator extends DelegatingValues implements RedisCoordinator {
  private static final int DIGITS = 8;

  private final RedisConnection redis;
  private final SessionSettings settings;
  private final CacheListener cacheListener;
  private final Features features = new Features();

  ConnectedCoordinator(
      RedisConnection redis, SessionSettings settings, CacheListener cacheListener) {
    super(new RedisValues(redis));
    this.redis = redis;
    this.settings = settings;
    this.cacheListener = cacheListener;
  }

  @Override
  public Breakers breakers(Map<String, BreakerSettings> services, BreakerListener listener) {
    String process =
        ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, DIGITS);
    return RedisBreakers.open(redis, process, services, listener);
  }

  @Override
  public BreakerView breakerView() {
    return features.get(BreakerView.class, () -> new BreakerView(redis));
  }

  @Override
  public Throttle throttle() {
    return features.get(Throttle.class, () -> new RedisThrottle(redis, System::nanoTime));
  }

  @Override
  public Slots slots() {
    return features.get(Slots.class, () -> new RedisSlots(redis));
  }

  @Override
  public Locks locks() {
    return features.get(Locks.class, () -> new RedisLocks(redis));
  }

  @Override
  public SharedCache cache() {
    return features.get(SharedCache.class, () -> new RedisCache(redis, cacheListener));
  }

  @Override
  public Limits limits() {
    return features.get(Limits.class, () -> new RedisLimits(redis, System::nanoTime));
  }

  @Override
  public Sessions sessions() {
    return features.get(Sessions.class, () -> new RedisSessions(redis, settings));
  }

  @Override
  public void close() {
    features.close();
  }
}
