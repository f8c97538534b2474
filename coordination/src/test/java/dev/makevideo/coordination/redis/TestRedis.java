package dev.makevideo.coordination.redis;

import dev.makevideo.testkit.RedisServer;
import java.util.Map;

/** How a test's Redis is reached. */
public final class TestRedis {
  private TestRedis() {}

  /** As a user would set it: the address, and the defaults. */
  public static RedisSettings settings(RedisServer server) {
    return RedisSettings.from(Map.of("REDIS_URL", server.url()));
  }
}
