package dev.makevideo.coordination.cache;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cache's entries in Redis. Every call takes 250 ms at the most, but a scan. Thread-safe. */
final class RedisEntries {
  private static final String PLAIN_KEY = "k";
  private static final int PAGE = 500;
  private static final int FIELDS = 5;
  private static final int AHEAD = 5;

  private final RedisConnection redis;
  private final LuaScript read = LuaScript.load(RedisEntries.class, "read.lua");
  private final LuaScript write = LuaScript.load(RedisEntries.class, "write.lua");
  private final LuaScript drop = LuaScript.load(RedisEntries.class, "drop.lua");

  RedisEntries(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * What was found.
   *
   * @param value empty: it is known that there is none
   * @param lasts how long it counts in all
   */
  record Found(Optional<String> value, Duration left, Duration lasts) {
    /** Whether it is in the last fifth of its time. */
    boolean isOld() {
      return left.multipliedBy(AHEAD).compareTo(lasts) < 0;
    }
  }

  /**
   * Finds an entry.
   *
   * @throws NoAnswerException if Redis does not say, or holds nonsense
   */
  Optional<Found> find(SharedCache.Name name, String redisKey) throws NoAnswerException {
    List<String> answer = read.ask(redis, redisKey, RedisKeys.cacheTags(name.label()));
    if (answer.size() < FIELDS) {
      return Optional.empty();
    }
    long left = Long.parseLong(answer.get(3));
    if (left <= 0) {
      return Optional.empty();
    }
    if (answer.get(2).equals("1")) {
      return Optional.of(found(Optional.empty(), answer));
    }
    return new TextForm(answer.get(0), answer.get(1))
        .plain(Limits.MAX_BYTES)
        .map(text -> found(Optional.of(text), answer));
  }

  private static Found found(Optional<String> value, List<String> answer) {
    return new Found(
        value,
        Duration.ofMillis(Long.parseLong(answer.get(3))),
        Duration.ofMillis(Long.parseLong(answer.get(4))));
  }

  /**
   * Writes one and says so.
   *
   * @return whether it is written; if not, Redis is full, and an older one is gone
   * @throws NoAnswerException if Redis does not say that it is written; it may be all the same
   */
  boolean put(SharedCache.Name name, String redisKey, String key, CacheEntry entry, String message)
      throws NoAnswerException {
    TextForm form = TextForm.of(entry.value().orElse(""));
    List<String> arguments = new ArrayList<>();
    arguments.add(form.text());
    arguments.add(form.form());
    arguments.add(entry.value().isPresent() ? "0" : "1");
    arguments.add(key);
    arguments.add(Long.toString(Math.max(1, entry.timeToLive().toMillis())));
    arguments.add(RedisKeys.cacheTags(name.label()));
    arguments.add(RedisKeys.cacheEvents());
    arguments.add(message);
    arguments.addAll(entry.tags());
    return write.ask(redis, redisKey, arguments.toArray(String[]::new)).equals(List.of("1"));
  }

  /** Ends one and says so. */
  void drop(String redisKey, String message) throws NoAnswerException {
    drop.ask(redis, redisKey, RedisKeys.cacheEvents(), message, "");
  }

  /** Ends all with a tag and says so. */
  void dropTag(SharedCache.Name name, String tag, String message) throws NoAnswerException {
    drop.ask(
        redis,
        RedisKeys.cacheTags(name.label()) + tag,
        RedisKeys.cacheEvents(),
        message,
        Long.toString(name.timeToLive().toMillis()));
  }

  /**
   * The Redis keys of the entries whose plain keys match.
   *
   * @throws RedisException if Redis is away
   */
  List<String> matching(SharedCache.Name name, Pattern pattern) {
    List<String> found = new ArrayList<>();
    Optional<StatefulRedisConnection<String, String>> open = redis.get();
    if (open.isEmpty()) {
      return found;
    }
    RedisCommands<String, String> commands = open.get().sync();
    ScanArgs page = ScanArgs.Builder.matches(RedisKeys.cacheEntries(name.label())).limit(PAGE);
    ScanCursor cursor = ScanCursor.INITIAL;
    do {
      KeyScanCursor<String> next = commands.scan(cursor, page);
      for (String redisKey : next.getKeys()) {
        String key = commands.hget(redisKey, PLAIN_KEY);
        if (key != null && pattern.matcher(key).matches()) {
          found.add(redisKey);
        }
      }
      cursor = next;
    } while (!cursor.isFinished());
    return found;
  }
}
