package dev.makevideo.coordination.breaker;

import dev.makevideo.coordination.redis.Await;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by createBreaker, through the superclass
class SharedBreakerTest extends CircuitBreakerContract {
  private static final Duration SETTLES = Duration.ofSeconds(30);

  @TempDir private static Path directory;
  private static RedisServer server;
  private static RedisConnection redis;

  private RedisClock clock;
  private RedisBreakers breakers;
  private SharedBreaker shared;

  @BeforeAll
  static void startRedis() throws IOException {
    server = new RedisServer(directory);
    redis = RedisConnection.open(server.settings());
    Await.until(SETTLES, redis::isConnected);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.close();
  }

  @BeforeEach
  @Override
  void createBreaker() {
    redis.get().orElseThrow().sync().flushall();
    clock = new RedisClock(redis);
    super.createBreaker();
  }

  @AfterEach
  void closeBreakers() {
    breakers.close();
  }

  @Override
  CircuitBreaker create(String service, BreakerSettings settings) {
    breakers =
        new RedisBreakers(
            new BreakerScripts(redis::get, "test", RedisClock::edit),
            clock::nanoTime,
            Map.of(service, settings),
            listener);
    Await.until(
        SETTLES,
        () -> {
          breakers.read().join();
          return breakers.isShared();
        });
    shared = (SharedBreaker) breakers.breaker(service);
    return shared;
  }

  @Override
  void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  void settle() {
    Await.until(SETTLES, shared::isSettled);
  }
}
