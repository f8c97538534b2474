package dev.makevideo.coordination.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectedCoordinatorTest extends CoordinatorContract {
  @TempDir Path directory;

  private RedisServer server;
  private RedisConnection connection;
  private RedisCoordinator coordinator;

  @BeforeEach
  void start() throws Exception {
    server = new RedisServer(directory);
    connection = RedisConnection.open(TestRedis.settings(server));
    Await.until(SOON, () -> TestRedis.answers(connection));
    coordinator =
        RedisCoordinator.over(connection, SessionSettings.defaults(), CacheListener.none());
  }

  @AfterEach
  void stop() {
    coordinator.close();
    connection.close();
    server.close();
  }

  @Override
  RedisCoordinator coordinator() {
    return coordinator;
  }

  @Test
  void saysWhatItDoesNotKnow() throws Exception {
    coordinator.set("k", "v", HOUR);
    server.freeze();
    assertThrows(NoAnswerException.class, () -> coordinator.get("k"));
    server.thaw();
    Await.until(SOON, () -> TestRedis.answers(connection));
    assertEquals(Optional.of("v"), coordinator.get("k"));
    server.talk().ask("SCRIPT FLUSH");
    coordinator.setFields("h", Map.of("a", "b"), HOUR);
    server.kill();
    Await.until(SOON, () -> !connection.isConnected());
    assertThrows(NoAnswerException.class, () -> coordinator.set("k", "v", HOUR));
    assertThrows(NoAnswerException.class, () -> coordinator.setFields("k", Map.of("a", ""), HOUR));
    assertThrows(NoAnswerException.class, () -> coordinator.keys("*", Optional.empty()));
    assertThrows(NoAnswerException.class, () -> coordinator.clear("k"));
    server.start();
    Await.until(SOON, () -> TestRedis.answers(connection));
    assertFalse(coordinator.exists("k"), "Redis came back with nothing");
  }

  @Test
  void othersKeysAreNotItsOwn() throws Exception {
    var redis = connection.get().orElseThrow().sync();
    redis.set("k", "not ours");
    coordinator.set("k", "v", HOUR);
    assertEquals(1, coordinator.clear("k"));
    assertEquals("not ours", redis.get("k"));
    CoordinatorContract.refused("cursor is \"x\"", () -> coordinator.keys("*", Optional.of("x")));
    for (String key : redis.keys("value:*")) {
      assertTrue(redis.pttl(key) > 0, key);
    }
  }
}
