package dev.makevideo.coordination.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisCacheTest extends SharedCacheContract {
  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection connection;
  private RedisCache cache;

  @BeforeEach
  void open() throws Exception {
    server = new RedisServer(directory);
    connection = RedisConnection.open(TestRedis.settings(server));
    cache = new RedisCache(connection, CacheListener.none());
    Await.until(Duration.ofSeconds(10), connection::isConnected);
  }

  @AfterEach
  void close() {
    cache.close();
    connection.close();
    server.close();
  }

  @Override
  SharedCache cache() {
    return cache;
  }

  @Test
  void everyEntryHasATimeToLive() {
    cache.put(NAME, "cats", "v");
    long left = connection.get().orElseThrow().sync().pttl(RedisKeys.cache(NAME.label(), "cats"));
    assertTrue(left > 0 && left <= NAME.timeToLive().toMillis(), "left " + left);
  }

  @Test
  void keysShowNothingOfWhatAUserWrote() {
    String key = RedisKeys.cache(NAME.label(), "my secret");
    assertFalse(key.contains("secret"));
    assertTrue(key.matches("cache:\\{search}:e:[0-9a-f]{64}"), key);
  }

  @Test
  void anEntryOfAnotherTypeIsNoEntry() {
    connection.get().orElseThrow().sync().lpush(RedisKeys.cache(NAME.label(), "k"), "nonsense");
    assertEquals(Optional.empty(), cache.get(NAME, "k"));
  }

  @Test
  void failsOpenWhileRedisIsGoneAndWorksAgainAfterwards() throws Exception {
    server.kill();
    Await.until(Duration.ofSeconds(5), () -> !connection.isConnected());
    cache.put(NAME, "k", "lost");
    assertEquals(Optional.empty(), cache.get(NAME, "k"));
    server.start();
    Await.until(Duration.ofSeconds(5), connection::isConnected);
    cache.put(NAME, "k", "kept");
    assertEquals(Optional.of("kept"), cache.get(NAME, "k"));
  }

  @Test
  void aHungServerCostsOneCommandTimeout() {
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertEquals(Optional.empty(), cache.get(NAME, "k"));
      watch.assertWithin(Duration.ofSeconds(1));
    } finally {
      server.thaw();
    }
  }

  @Test
  void failsOpenWhenRedisWasNeverThere() {
    server.kill();
    try (RedisConnection never = RedisConnection.open(TestRedis.settings(server))) {
      try (RedisCache unconnected = new RedisCache(never, CacheListener.none())) {
        unconnected.put(NAME, "k", "v");
        assertEquals(Optional.empty(), unconnected.get(NAME, "k"));
      }
    }
  }

  @Test
  void theCacheThatHoldsNothingHoldsNothing() {
    SharedCache none = SharedCache.none();
    none.put(NAME, "k", "v");
    assertEquals(Optional.empty(), none.get(NAME, "k"));
  }
}
