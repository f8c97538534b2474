package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.breaker.RedisBreakers;
import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.cache.RedisCache;
import dev.makevideo.coordination.limit.RedisAdaptiveLimits;
import dev.makevideo.coordination.limit.RedisLimits;
import dev.makevideo.coordination.lock.RedisLocks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.RedisSessions;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.slot.RedisSlots;
import dev.makevideo.coordination.throttle.RedisThrottle;
import java.util.Map;
import java.util.UUID;

/** Features over one Redis. Thread-safe. */
final class ConnectedCoordinator extends FeatureCoordinator {
  private static final int DIGITS = 8;

  private final RedisConnection redis;

  ConnectedCoordinator(
      RedisConnection redis, SessionSettings sessions, CacheListener cacheListener) {
    super(
        new RedisValues(redis),
        new Makers(
            () -> new BreakerView(redis),
            () -> new RedisThrottle(redis, System::nanoTime),
            () -> new RedisSlots(redis),
            () -> new RedisLocks(redis),
            () -> new RedisCache(redis, cacheListener),
            () -> new RedisLimits(redis, System::nanoTime),
            () -> new RedisAdaptiveLimits(redis, System::nanoTime),
            () -> new RedisSessions(redis, sessions)));
    this.redis = redis;
  }

  @Override
  public Breakers breakers(Map<String, BreakerSettings> services, BreakerListener listener) {
    String process =
        ProcessHandle.current().pid() + "-" + UUID.randomUUID().toString().substring(0, DIGITS);
    return RedisBreakers.open(redis, process, services, listener);
  }
}
