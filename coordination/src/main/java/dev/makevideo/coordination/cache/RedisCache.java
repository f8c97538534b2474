package dev.makevideo.coordination.cache;

import dev.makevideo.coordination.cache.CacheListener.Outcome;
import dev.makevideo.coordination.cache.RedisEntries.Found;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.slot.RedisSlots;
import dev.makevideo.coordination.slot.Slots;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache in Redis, and in front of it what this process remembers.
 *
 * <p>A change that was made by anybody is seen here within {@value #STALE_MILLIS} ms, also after a
 * break of the connection or of this process: what is remembered counts only while it is certain
 * that every change before that time was heard of (see {@link CacheChannel}). Who made the change
 * sees it at once.
 *
 * <p>What is computed for all is computed by one process at a time ({@link Slots}); with Redis away
 * by one thread of each. An entry that was asked for in the last fifth of its time is computed
 * again beside, while everybody still gets the old one.
 *
 * <p>When Redis is lost, its entries are computed again; when it comes back with older data, as
 * from a snapshot, older entries come back with it, until their time is over. Thread-safe.
 */
public final class RedisCache implements SharedCache, AutoCloseable {
  static final long STALE_MILLIS = 1000;

  private static final Logger log = LoggerFactory.getLogger(RedisCache.class);

  private final RedisSlots slots;
  private final CacheListener listener;
  private final RedisEntries entries;
  private final LocalTier local = new LocalTier(System::nanoTime);
  private final Flights flights = new Flights();
  private final Set<String> refreshed = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "cache-beat"));
  private final ExecutorService refreshers =
      Executors.newFixedThreadPool(2, task -> thread(task, "cache-refresh"));
  private final CacheChannel channel;

  /**
   * @param redis stays open; may be away
   */
  public RedisCache(RedisConnection redis, CacheListener listener) {
    slots = new RedisSlots(redis);
    this.listener = listener;
    entries = new RedisEntries(redis);
    channel = new CacheChannel(redis, local, timer);
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public Optional<String> get(Name name, String key) {
    return find(name, key).flatMap(Found::value);
  }

  private Optional<Found> find(Name name, String key) {
    String redisKey = RedisKeys.cache(name.label(), key);
    if (channel.isTrusted()) {
      Optional<Found> kept = local.find(redisKey);
      if (kept.isPresent()) {
        listener.looked(name, Outcome.LOCAL);
        return kept;
      }
    }
    return findShared(name, redisKey);
  }

  private Optional<Found> findShared(Name name, String redisKey) {
    long stamp = local.stamp(redisKey);
    try {
      Optional<Found> found = entries.find(name, redisKey);
      found.ifPresent(one -> local.remember(redisKey, stamp, one));
      listener.looked(name, found.isPresent() ? Outcome.SHARED : Outcome.MISS);
      return found;
    } catch (NoAnswerException | NumberFormatException e) {
      listener.looked(name, Outcome.UNAVAILABLE);
      skipped(name, "get", e);
      return Optional.empty();
    }
  }

  @Override
  public boolean put(Name name, String key, CacheEntry entry) {
    if (!Limits.fits(name, entry)) {
      return false;
    }
    String redisKey = RedisKeys.cache(name.label(), key);
    try {
      return entries.put(name, redisKey, key, entry, redisKey);
    } catch (NoAnswerException e) {
      skipped(name, "put", e);
      return false;
    } finally {
      local.forget(redisKey);
    }
  }

  @Override
  public Optional<String> load(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    Optional<Found> known = find(name, key);
    if (known.isPresent()) {
      refreshAhead(name, key, known.get(), loader);
      return known.get().value();
    }
    return flights.run(name.label() + ' ' + key, () -> compute(name, key, loader));
  }

  private Optional<String> compute(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    Optional<Slots.Slot> turn = slots.take(subject(name, key), Flights.PATIENCE, () -> false);
    try {
      Optional<Found> meanwhile = find(name, key);
      return meanwhile.isPresent() ? meanwhile.get().value() : made(name, key, loader);
    } finally {
      turn.ifPresent(Slots.Slot::close);
    }
  }

  private Optional<String> made(Name name, String key, Loader loader)
      throws IOException, InterruptedException {
    CacheEntry made = loader.load();
    put(name, key, made);
    return made.value();
  }

  private static Slots.Subject subject(Name name, String key) {
    return new Slots.Subject("cache-" + name.label(), RedisKeys.cacheWork(key), 1);
  }

  /** At most once at a time for a key here, and by whoever gets the turn among all. */
  private void refreshAhead(Name name, String key, Found known, Loader loader) {
    String mark = name.label() + ' ' + key;
    if (!known.isOld() || !refreshed.add(mark)) {
      return;
    }
    try {
      refreshers.execute(
          () -> {
            try {
              refresh(name, key, loader);
            } finally {
              refreshed.remove(mark);
            }
          });
    } catch (RejectedExecutionException e) {
      refreshed.remove(mark); // it is closed
    }
  }

  private void refresh(Name name, String key, Loader loader) {
    try {
      Optional<Slots.Slot> turn = slots.take(subject(name, key), Duration.ZERO, () -> false);
      if (turn.isPresent()) {
        try {
          made(name, key, loader);
        } finally {
          turn.get().close();
        }
      }
    } catch (IOException | RuntimeException e) {
      skipped(name, "refresh", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean invalidate(Name name, String key) {
    return dropped(name, RedisKeys.cache(name.label(), key));
  }

  private boolean dropped(Name name, String redisKey) {
    try {
      entries.drop(redisKey, redisKey);
      return true;
    } catch (NoAnswerException e) {
      skipped(name, "invalidate", e);
      return false;
    } finally {
      local.forget(redisKey);
    }
  }

  @Override
  public boolean invalidateTag(Name name, String tag) {
    try {
      entries.dropTag(name, CacheEntry.checked(tag), CacheChannel.ALL);
      return true;
    } catch (NoAnswerException e) {
      skipped(name, "invalidate", e);
      return false;
    } finally {
      local.forgetAll();
    }
  }

  @Override
  public int invalidateMatching(Name name, String glob) {
    try {
      return (int)
          entries.matching(name, Limits.pattern(glob)).stream()
              .filter(redisKey -> dropped(name, redisKey))
              .count();
    } catch (RedisException e) {
      skipped(name, "scan", e);
      return 0;
    }
  }

  private static void skipped(Name name, String operation, Exception e) {
    log.atDebug()
        .addKeyValue("cache", name.label())
        .addKeyValue("command", operation)
        .addKeyValue("reason", String.valueOf(e.getMessage()))
        .log("cache skipped");
  }

  @Override
  public void close() {
    channel.close();
    slots.close();
    timer.shutdownNow();
    refreshers.shutdownNow();
  }
}
