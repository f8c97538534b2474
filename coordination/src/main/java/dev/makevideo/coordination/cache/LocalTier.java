package dev.makevideo.coordination.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * What this process remembers of the cache, up to 16 million characters. Whoever fills it says what
 * it had heard before it looked ({@link #stamp}): what became old meanwhile is not remembered.
 * Thread-safe.
 */
final class LocalTier {
  private static final int STRIPES = 1024;
  private static final long MOST_CHARACTERS = 16_000_000;
  private static final int OVERHEAD = 200;

  /** However long Redis keeps it: a bound on what nobody tells of, such as a clock set back. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final AtomicLongArray heard = new AtomicLongArray(STRIPES);
  private final LongSupplier nanos;
  private final Cache<String, Kept> kept;

  /**
   * An entry.
   *
   * @param found as Redis had it
   * @param at when, by the clock of the tier
   */
  private record Kept(RedisEntries.Found found, long at) {
    int weight() {
      return OVERHEAD + found.value().map(String::length).orElse(0);
    }

    RedisEntries.Found after(long nanos) {
      return new RedisEntries.Found(
          found.value(), found.left().minusNanos(nanos - at), found.lasts());
    }
  }

  LocalTier(LongSupplier nanos) {
    this.nanos = nanos;
    kept =
        Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((String key, Kept entry) -> entry.weight())
            .expireAfterWrite(LONGEST)
            .ticker(nanos::getAsLong)
            .build();
  }

  /** What is remembered, with the time that is left now. */
  Optional<RedisEntries.Found> find(String key) {
    return Optional.ofNullable(kept.getIfPresent(key))
        .map(one -> one.after(nanos.getAsLong()))
        .filter(one -> one.left().toNanos() > 0);
  }

  /** What was heard of this key so far; taken before Redis is asked. */
  long stamp(String key) {
    return heard.get(stripe(key));
  }

  /** Remembers it, unless something was heard of the key since the stamp. */
  void remember(String key, long stamp, RedisEntries.Found found) {
    Kept entry = new Kept(found, nanos.getAsLong());
    // Within the map's own lock of the key: a message that comes now removes it after this.
    kept.asMap().compute(key, (same, before) -> stamp(key) == stamp ? entry : null);
  }

  /** It was changed. */
  void forget(String key) {
    heard.incrementAndGet(stripe(key));
    kept.asMap().remove(key);
  }

  /** Anything may have changed. */
  void forgetAll() {
    for (int stripe = 0; stripe < STRIPES; stripe++) {
      heard.incrementAndGet(stripe);
    }
    kept.invalidateAll();
  }

  private static int stripe(String key) {
    return Math.floorMod(key.hashCode(), STRIPES);
  }
}
