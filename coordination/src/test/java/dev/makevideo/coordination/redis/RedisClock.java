package dev.makevideo.coordination.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that a test moves, for the scripts and for this process: the scripts are edited to take
 * the time from two keys instead of Redis's own clock.
 */
public final class RedisClock {
  private static final long START = 1_700_000_000_000_000L;

  private final StatefulRedisConnection<String, String> redis;
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private long micros = START;

  public RedisClock(StatefulRedisConnection<String, String> redis) {
    this.redis = redis;
    set();
  }

  /** The script, with its clock in the two keys. */
  public static String edit(String script) {
    String edited = script.replace("redis.call('TIME')", "redis.call('MGET', 'test:s', 'test:us')");
    if (edited.equals(script)) {
      throw new AssertionError("the script does not take the time from Redis");
    }
    return edited;
  }

  /** The time in the scripts, in microseconds. */
  public long micros() {
    return micros;
  }

  /** The time in this process. */
  public long nanoTime() {
    return nanos.get();
  }

  /** Lets the time pass; may be negative. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    micros += time.toNanos() / 1000;
    set();
  }

  private void set() {
    redis
        .sync()
        .mset(
            java.util.Map.of(
                "test:s",
                Long.toString(micros / 1_000_000),
                "test:us",
                Long.toString(micros % 1_000_000)));
  }
}
