package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisConnectionTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;
  private RedisServer server;

  @BeforeEach
  void startRedis() throws Exception {
    server = new RedisServer(directory);
  }

  @AfterEach
  void stopRedis() {
    server.close();
  }

  @Test
  void isConnectedWhenItWasOpenedOnARunningServer() {
    try (RedisConnection connection = RedisConnection.open(server.settings())) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      redis.set("k", "v", SetArgs.Builder.px(10_000));
      assertEquals("v", redis.get("k"));
    }
  }

  @Test
  void connectsLaterWhenItWasOpenedWhileRedisIsAway() throws Exception {
    server.kill();
    try (RedisConnection connection = RedisConnection.open(server.settings())) {
      assertFalse(connection.isConnected());
      assertTrue(connection.get().isEmpty());
      server.start();
      Await.until(SOON, connection::isConnected);
      assertEquals("PONG", connection.get().orElseThrow().sync().ping());
    }
  }

  @Test
  void rejectsCommandsAtOnceWhileRedisIsGoneAndConnectsAgain() throws Exception {
    try (RedisConnection connection = RedisConnection.open(server.settings())) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.kill();
      Await.until(SOON, () -> !connection.isConnected());
      assertTrue(millis(() -> assertThrows(RedisException.class, redis::ping)) < 150);
      server.start();
      Await.until(SOON, connection::isConnected);
      assertEquals("PONG", redis.ping());
    }
  }

  @Test
  void givesUpOnAHungServerAfterAQuarterOfASecond() {
    try (RedisConnection connection = RedisConnection.open(server.settings())) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.freeze();
      long took = millis(() -> assertThrows(RedisException.class, () -> redis.get("k")));
      assertTrue(took >= 200 && took < 1000, "took " + took + " ms");
      server.thaw();
      Await.until(SOON, () -> pings(redis));
    }
  }

  @Test
  void opensWithinABoundOnAHungServer() {
    server.freeze();
    long took =
        millis(
            () -> {
              try (RedisConnection connection = RedisConnection.open(server.settings())) {
                assertFalse(connection.isConnected());
                server.thaw();
                Await.until(SOON, connection::isConnected);
              }
            });
    assertTrue(took < 15_000, "took " + took + " ms");
  }

  @Test
  void logsInWithThePasswordThatIsSetApart() throws Exception {
    server.close();
    Path other = Files.createDirectory(directory.resolve("other"));
    try (RedisServer locked = new RedisServer(other, "hunter2")) {
      for (String userinfo : List.of("", ":wrong@", "default:wrong@")) {
        String url = locked.settings().url().replace("//", "//" + userinfo);
        RedisSettings settings =
            RedisSettings.from(Map.of("REDIS_URL", url, "REDIS_PASSWORD", "hunter2"));
        try (RedisConnection connection = RedisConnection.open(settings)) {
          Await.until(SOON, connection::isConnected);
          assertEquals("PONG", connection.get().orElseThrow().sync().ping());
        }
      }
      try (RedisConnection refused = RedisConnection.open(locked.settings())) {
        assertFalse(refused.isConnected());
      }
    }
  }

  @Test
  void closingTwiceAndClosingWithoutServerWork() {
    server.kill();
    RedisConnection connection = RedisConnection.open(server.settings());
    connection.close();
    connection.close();
    assertFalse(connection.isConnected());
  }

  @Test
  void healthTellsGoodFromGoneFromNeverThere() throws Exception {
    try (RedisConnection connection = RedisConnection.open(server.settings())) {
      Await.until(SOON, connection::isConnected);
      RedisHealth health = new RedisHealth(connection, "test-1");
      RedisHealth.Result good = health.check();
      assertTrue(good.healthy(), good.details());
      assertTrue(good.details().contains("set and get work"));
      assertTrue(good.latency().compareTo(Duration.ZERO) > 0);
      assertTrue(connection.get().orElseThrow().sync().pttl(RedisKeys.health("test-1")) > 0);

      server.freeze();
      RedisHealth.Result hung = health.check();
      assertFalse(hung.healthy());
      assertTrue(hung.latency().toMillis() < 1500, "took " + hung.latency());
      server.kill();
      Await.until(SOON, () -> !connection.isConnected());
      assertFalse(health.check().healthy());
    }
    try (RedisConnection never = RedisConnection.open(server.settings())) {
      assertEquals("not connected yet", new RedisHealth(never, "test-2").check().details());
    }
  }

  private static boolean pings(RedisCommands<String, String> redis) {
    try {
      return "PONG".equals(redis.ping());
    } catch (RedisException e) {
      return false;
    }
  }

  private static long millis(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1_000_000;
  }
}
