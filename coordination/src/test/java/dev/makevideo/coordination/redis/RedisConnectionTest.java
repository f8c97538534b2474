package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisConnectionTest extends RedisTestSetup {
  @Test
  void isConnectedWhenItWasOpenedOnARunningServer() {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      redis.set("k", "v", SetArgs.Builder.px(10_000));
      assertEquals("v", redis.get("k"));
    }
  }

  @Test
  void connectsLaterWhenItWasOpenedWhileRedisIsAway() throws Exception {
    server.kill();
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      assertFalse(connection.isConnected());
      assertTrue(connection.get().isEmpty());
      server.start();
      Await.until(SOON, connection::isConnected);
      assertEquals("PONG", connection.get().orElseThrow().sync().ping());
    }
  }

  @Test
  void rejectsCommandsAtOnceWhileRedisIsGoneAndConnectsAgain() throws Exception {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.kill();
      Await.until(SOON, () -> !connection.isConnected());
      within(Duration.ofMillis(150), () -> assertThrows(RedisException.class, redis::ping));
      server.start();
      Await.until(SOON, connection::isConnected);
      assertEquals("PONG", redis.ping());
    }
  }

  @Test
  void givesUpOnAHungServerAfterAQuarterOfASecond() {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.freeze();
      Duration wall =
          within(
              Duration.ofSeconds(1),
              () -> assertThrows(RedisException.class, () -> redis.get("k")));
      assertTrue(wall.toMillis() >= 200, "took " + wall);
      server.thaw();
      Await.until(SOON, () -> pings(redis));
    }
  }

  @Test
  void opensWithinABoundOnAHungServer() {
    server.freeze();
    within(
        Duration.ofSeconds(15),
        () -> {
          try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
            assertFalse(connection.isConnected());
            server.thaw();
            Await.until(SOON, connection::isConnected);
          }
        });
  }

  @Test
  void aBreakIsToldOnceAndCountedHoweverLongItLasts() throws Exception {
    try (LogLines log = new LogLines();
        RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      for (int restart = 1; restart <= 3; restart++) {
        server.kill();
        Await.until(SOON, () -> !connection.isConnected());
        long gone = System.nanoTime();
        Await.until(SOON, () -> System.nanoTime() - gone > Duration.ofMillis(700).toNanos());
        server.start();
        within(Duration.ofMillis(1_500), () -> Await.until(SOON, connection::isConnected));
        int times = restart;
        Await.until(SOON, () -> connection.stats().reconnects() == times);
        assertEquals(times, log.count("WARN redis connection lost"), log.lines().toString());
        assertEquals(times, log.count("INFO redis connection back"), log.lines().toString());
      }
    }
  }

  @Test
  void comesBackWhenAHungServerIsReplaced() throws Exception {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.freeze();
      assertThrows(RedisException.class, redis::ping);
      server.kill();
      server.start();
      Await.until(SOON, () -> pings(redis));
    }
  }

  @Test
  void aServerThatHangsForLongCostsNobodyAWaitAndIsFoundAgain() {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
      Await.until(SOON, connection::isConnected);
      RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
      server.freeze();
      // nobody sends a command: the connection notices by itself
      Await.until(SOON, () -> !connection.isConnected());
      within(Duration.ofMillis(150), () -> assertThrows(RedisException.class, redis::ping));
      server.thaw();
      Await.until(SOON, () -> pings(redis));
      assertEquals(1, connection.stats().reconnects());
    }
  }

  @Test
  void logsInAsAUserOfTheAccessListAndShowsNoPassword() throws Exception {
    server.close();
    Path other = Files.createDirectory(directory.resolve("acl"));
    try (RedisServer locked =
        new RedisServer(
            other,
            "--user",
            "default",
            "off",
            "--user",
            "app",
            "on",
            ">s3cr:t@",
            "~*",
            "&*",
            "+@all")) {
      String url = locked.url();
      String inUrl = url.replace("//", "//app:s3cr%3At%40@");
      String apart = url.replace("//", "//app:@");
      for (Map<String, String> environment :
          List.of(
              Map.of("REDIS_URL", inUrl),
              Map.of("REDIS_URL", apart, "REDIS_PASSWORD", "s3cr:t@"))) {
        try (RedisConnection connection = RedisConnection.open(RedisSettings.from(environment))) {
          Await.until(SOON, connection::isConnected);
          assertEquals("app", connection.get().orElseThrow().sync().aclWhoami());
          assertEquals("app", connection.blocking(SOON, redis -> redis.aclWhoami()));
        }
      }
      try (LogLines log = new LogLines();
          RedisConnection refused =
              RedisConnection.open(
                  RedisSettings.from(Map.of("REDIS_URL", apart, "REDIS_PASSWORD", "s3cr:t!")))) {
        assertFalse(refused.isConnected());
        assertEquals(1, log.count("WARN redis not reachable yet"), log.lines().toString());
        assertTrue(log.lines().toString().contains("WRONGPASS"), log.lines().toString());
        assertFalse(log.lines().toString().contains("s3cr"), log.lines().toString());
      }
    }
  }

  @Test
  void logsInWithThePasswordThatIsSetApart() throws Exception {
    server.close();
    Path other = Files.createDirectory(directory.resolve("other"));
    try (RedisServer locked = new RedisServer(other, "hunter2")) {
      for (String userinfo : List.of("", ":wrong@", "default:wrong@")) {
        String url = locked.url().replace("//", "//" + userinfo);
        RedisSettings settings =
            RedisSettings.from(Map.of("REDIS_URL", url, "REDIS_PASSWORD", "hunter2"));
        try (RedisConnection connection = RedisConnection.open(settings)) {
          Await.until(SOON, connection::isConnected);
          assertEquals("PONG", connection.get().orElseThrow().sync().ping());
        }
      }
      try (RedisConnection refused = RedisConnection.open(TestRedis.settings(locked))) {
        assertFalse(refused.isConnected());
      }
    }
  }

  @Test
  void healthTellsGoodFromGoneFromNeverThere() throws Exception {
    try (RedisConnection connection = RedisConnection.open(TestRedis.settings(server))) {
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
    try (RedisConnection never = RedisConnection.open(TestRedis.settings(server))) {
      assertEquals(
          "not connected yet: java.net.ConnectException: Connection refused",
          new RedisHealth(never, "test-2").check().details());
    }
  }

  private static boolean pings(RedisCommands<String, String> redis) {
    try {
      return "PONG".equals(redis.ping());
    } catch (RedisException e) {
      return false;
    }
  }
}
