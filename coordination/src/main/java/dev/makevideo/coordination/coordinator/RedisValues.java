package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The values of all processes on one Redis. Thread-safe. */
final class RedisValues implements SharedValues {
  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,20}");

  private final RedisConnection redis;
  private final LuaScript fields = LuaScript.load(RedisValues.class, "fields.lua");

  RedisValues(RedisConnection redis) {
    this.redis = redis;
  }

  private <T> T ask(Function<RedisCommands<String, String>, T> command) throws NoAnswerException {
    Optional<StatefulRedisConnection<String, String>> open = redis.get();
    if (open.isEmpty()) {
      throw new NoAnswerException(new RedisConnectionException("not connected yet"));
    }
    try {
      return command.apply(open.get().sync());
    } catch (RedisException e) {
      throw new NoAnswerException(e);
    }
  }

  private static String redisKey(String key) {
    return RedisKeys.value(ValueRules.key(key));
  }

  @Override
  public void set(String key, String value, Duration timeToLive) throws NoAnswerException {
    String where = redisKey(key);
    SetArgs lasting = SetArgs.Builder.px(ValueRules.millis(timeToLive));
    ask(commands -> commands.set(where, ValueRules.value(value), lasting));
  }

  @Override
  public Optional<String> get(String key) throws NoAnswerException {
    String where = redisKey(key);
    return ask(
        commands -> {
          try {
            return Optional.ofNullable(commands.get(where));
          } catch (RedisCommandExecutionException e) {
            return ofOtherKind(e, Optional.empty());
          }
        });
  }

  private static <T> T ofOtherKind(RedisCommandExecutionException e, T nothing) {
    if (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
      return nothing;
    }
    throw e;
  }

  @Override
  public void setJson(String key, Object value, Duration timeToLive) throws NoAnswerException {
    set(key, ValueRules.json(value), timeToLive);
  }

  @Override
  public <T> Optional<T> getJson(String key, Class<T> type) throws NoAnswerException {
    return ValueRules.parsed(key, get(key), type);
  }

  @Override
  public void setFields(String key, Map<String, String> more, Duration timeToLive)
      throws NoAnswerException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(ValueRules.millis(timeToLive)));
    ValueRules.fields(more)
        .forEach(
            (name, value) -> {
              arguments.add(name);
              arguments.add(value);
            });
    fields.ask(redis, redisKey(key), arguments.toArray(String[]::new));
  }

  @Override
  public Map<String, String> fields(String key) throws NoAnswerException {
    String where = redisKey(key);
    return ask(
        commands -> {
          try {
            return Map.copyOf(commands.hgetall(where));
          } catch (RedisCommandExecutionException e) {
            return ofOtherKind(e, Map.of());
          }
        });
  }

  @Override
  public boolean delete(String key) throws NoAnswerException {
    String where = redisKey(key);
    return ask(commands -> commands.unlink(where)) > 0;
  }

  @Override
  public boolean exists(String key) throws NoAnswerException {
    String where = redisKey(key);
    return ask(commands -> commands.exists(where)) > 0;
  }

  @Override
  public Optional<Duration> timeToLive(String key) throws NoAnswerException {
    String where = redisKey(key);
    long left = ask(commands -> commands.pttl(where));
    return left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left));
  }

  @Override
  public boolean expire(String key, Duration timeToLive) throws NoAnswerException {
    String where = redisKey(key);
    long millis = ValueRules.millis(timeToLive);
    return ask(commands -> commands.pexpire(where, millis));
  }

  @Override
  public Keys keys(String glob, Optional<String> cursor) throws NoAnswerException {
    String pattern = RedisKeys.value(ValueRules.glob(glob));
    if (cursor.isPresent() && !CURSOR.matcher(cursor.get()).matches()) {
      throw new IllegalArgumentException(
          "cursor is \"" + cursor.get() + "\"; allowed: the next of the page before");
    }
    KeyScanCursor<String> page = scan(pattern, ScanCursor.of(cursor.orElse("0")));
    int prefix = RedisKeys.value("").length();
    return new Keys(
        page.getKeys().stream().map(key -> key.substring(prefix)).toList(),
        page.isFinished() ? Optional.empty() : Optional.of(page.getCursor()));
  }

  private KeyScanCursor<String> scan(String pattern, ScanCursor cursor) throws NoAnswerException {
    ScanArgs page = ScanArgs.Builder.matches(pattern).limit(ValueRules.PAGE);
    return ask(commands -> commands.scan(cursor, page));
  }

  @Override
  public int clear(String prefix) throws NoAnswerException {
    String pattern = redisKey(prefix) + "*";
    long cleared = 0;
    KeyScanCursor<String> page = scan(pattern, ScanCursor.INITIAL);
    while (true) {
      String[] found = page.getKeys().toArray(String[]::new);
      if (found.length > 0) {
        cleared += ask(commands -> commands.unlink(found));
      }
      if (page.isFinished() || cleared >= ValueRules.MOST_CLEARED) {
        return (int) cleared;
      }
      page = scan(pattern, page);
    }
  }
}
