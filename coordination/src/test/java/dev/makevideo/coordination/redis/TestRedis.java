package dev.makevideo.coordination.redis;

import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.RedisException;
import java.util.Map;

/** How a test's Redis is reached. */
public final class TestRedis {
  private TestRedis() {}

  /** As a user would set it: the address, and the defaults. */
  public static RedisSettings settings(RedisServer server) {
    return RedisSettings.from(Map.of("REDIS_URL", server.url()));
  }

  /** Whether a command is answered: a JVM's first may take longer than a command may. */
  public static boolean answers(RedisConnection connection) {
    try {
      return connection.isConnected() && connection.get().orElseThrow().sync().dbsize() >= 0;
    } catch (RedisException e) {
      return false;
    }
  }
}
