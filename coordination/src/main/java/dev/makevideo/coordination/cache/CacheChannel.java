package dev.makevideo.coordination.cache;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.Subscription;
import dev.makevideo.coordination.redis.SubscriptionListener;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Hears of every change, and knows until when it has heard of all of them: it publishes a beat to
 * itself, and Redis delivers in the order in which it did things, so that whoever hears a beat has
 * heard of every change that was made before the beat was sent. Thread-safe.
 */
final class CacheChannel implements AutoCloseable {
  /** How old the last beat may be that was heard. */
  static final Duration TRUSTED = Duration.ofMillis(800);

  private static final Duration BEAT = Duration.ofMillis(200);

  /** It stops beating when nobody asks any more. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What is published when any entry may have been changed; else the Redis key of the one. */
  static final String ALL = "*";

  private final RedisConnection redis;
  private final LocalTier local;
  private final String beats = RedisKeys.cacheBeats(UUID.randomUUID().toString());
  private final Subscription subscription;
  private volatile long heardUntil = System.nanoTime() - TRUSTED.toNanos();
  private volatile long askedAt = System.nanoTime() - IDLE.toNanos();

  CacheChannel(RedisConnection redis, LocalTier local, ScheduledExecutorService timer) {
    this.redis = redis;
    this.local = local;
    subscription = redis.subscribe(Set.of(RedisKeys.cacheEvents(), beats), new Heard());
    timer.scheduleAtFixedRate(this::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether all that was changed {@link #TRUSTED} ago has been heard of. */
  boolean isTrusted() {
    long now = System.nanoTime();
    askedAt = now;
    return now - heardUntil < TRUSTED.toNanos();
  }

  private void beat() {
    try {
      if (System.nanoTime() - askedAt < IDLE.toNanos()) {
        String now = Long.toString(System.nanoTime());
        redis.get().ifPresent(open -> open.async().publish(beats, now));
      }
    } catch (RuntimeException e) {
      // No beat is heard, which says it all; and the timer would never run it again.
    }
  }

  @Override
  public void close() {
    subscription.close();
  }

  private final class Heard implements SubscriptionListener {
    @Override
    public void message(String channel, String text) {
      if (channel.equals(beats)) {
        heardUntil = Long.parseLong(text);
        return;
      }
      if (text.equals(ALL)) {
        local.forgetAll();
      } else {
        local.forget(text);
      }
    }

    /** What was said during the break is lost. */
    @Override
    public void subscribed() {
      heardUntil = System.nanoTime() - TRUSTED.toNanos();
      local.forgetAll();
    }
  }
}
