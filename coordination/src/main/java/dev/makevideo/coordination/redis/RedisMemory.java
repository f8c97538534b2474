package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisException;

/** How much memory Redis uses, for gauges. */
public final class RedisMemory {
  private static final String RESIDENT = "used_memory_rss:";

  private RedisMemory() {}

  /**
   * The server's resident memory in bytes. Fails open: not a number while Redis is away or does not
   * tell; waits for {@link RedisConnection#COMMAND_TIMEOUT} at most.
   */
  public static double bytes(RedisConnection redis) {
    try {
      return redis
          .get()
          .map(connection -> connection.sync().info("memory"))
          .flatMap(info -> info.lines().filter(line -> line.startsWith(RESIDENT)).findFirst())
          .map(line -> Double.parseDouble(line.substring(RESIDENT.length()).strip()))
          .orElse(Double.NaN);
    } catch (RedisException e) {
      return Double.NaN;
    }
  }
}
