package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.Await;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class SharedBreakerTest extends BreakerTracesContract {
  private static final Duration CONNECTS = Duration.ofSeconds(10);

  @TempDir private static Path directory;
  private static RedisServer server;
  private static RedisConnection redis;

  @BeforeAll
  static void startRedis() throws IOException {
    server = new RedisServer(directory);
    redis = RedisConnection.open(server.settings());
    Await.until(CONNECTS, redis::isConnected);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.close();
  }

  @Override
  Subject subject(BreakerSettings settings, BreakerListener listener) {
    return new SharedSubject(redis, UnaryOperator.identity(), processes(), settings, listener);
  }

  /** How many processes share the breaker. */
  int processes() {
    return 1;
  }
}
