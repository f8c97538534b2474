package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks Redis by ping, set and get. Takes three command timeouts (750 ms) at the most.
 * Thread-safe.
 */
public final class RedisHealth {
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

  private final RedisConnection connection;
  private final String key;

  /**
   * @param process tells this process from others, such as host and process id
   */
  public RedisHealth(RedisConnection connection, String process) {
    this.connection = connection;
    this.key = RedisKeys.health(process);
  }

  /**
   * The outcome of one check.
   *
   * @param details what was found, or what is wrong
   */
  public record Result(boolean healthy, String details, Duration latency) {}

  /** Runs the check; never throws for what Redis does. */
  public Result check() {
    long started = System.nanoTime();
    String details;
    boolean healthy = false;
    try {
      Optional<StatefulRedisConnection<String, String>> there = connection.get();
      details = there.isEmpty() ? connection.absence() : exercise(there.get().sync(), started);
      healthy = details.startsWith("ping");
    } catch (RedisException e) {
      details = String.valueOf(e.getMessage());
    }
    return new Result(healthy, details, Duration.ofNanos(System.nanoTime() - started));
  }

  private String exercise(RedisCommands<String, String> redis, long started) {
    redis.ping();
    double ping = (System.nanoTime() - started) / 1e6;
    String token = Long.toString(started);
    redis.set(key, token, SetArgs.Builder.px(TIME_TO_LIVE));
    return token.equals(redis.get(key))
        ? String.format(java.util.Locale.ROOT, "ping %.1f ms, set and get work", ping)
        : "a value that was set could not be read";
  }
}
