package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAdaptiveLimitsTest extends AdaptiveLimitsContract {
  @TempDir Path directory;

  private final List<RedisConnection> connections = new ArrayList<>();
  private final List<AdaptiveLimits> instances = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RedisServer(directory);
    instance();
  }

  private AdaptiveLimits instance() {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    connections.add(connection);
    Await.until(SOON, connection::isConnected);
    instances.add(new RedisAdaptiveLimits(connection, System::nanoTime));
    return instances.get(instances.size() - 1);
  }

  @AfterEach
  void stop() {
    connections.forEach(RedisConnection::close);
    server.close();
  }

  @Override
  AdaptiveLimits limits() {
    return instances.get(0);
  }

  private void shrinks() {
    limits().answered(SOURCE, limits().enter(SOURCE), true);
    Await.until("it is heard", SOON, () -> limits().rate(SOURCE).isPresent());
  }

  @Test
  void whatOneFoundOutTheOthersKnow() {
    AdaptiveLimits other = instance();
    shrinks();
    assertEquals(limits().rate(SOURCE), other.rate(SOURCE));
    Await.until("one has the turn", SOON, () -> limits().enter(SOURCE).isGranted());
    assertFalse(other.enter(SOURCE).isGranted(), "it is the other's turn");
  }

  @Test
  void withoutRedisEachGoesOnFromWhatItHeardLast() {
    shrinks();
    Await.until("a turn", SOON, () -> limits().enter(SOURCE).isGranted());
    server.kill();
    Await.until(SOON, () -> !connections.get(0).isConnected());
    assertTrue(limits().rate(SOURCE).isPresent());
    Await.until("a turn of its own", SOON, () -> limits().enter(SOURCE).isGranted());
    Turn refused = limits().enter(SOURCE);
    assertFalse(refused.isGranted());
    double before = limits().rate(SOURCE).orElseThrow();
    Await.until(
        "it grows by itself",
        SOON,
        () -> {
          Turn turn = limits().enter(SOURCE);
          if (turn.isGranted()) {
            assertTrue(turn.number() < 0, "Redis did not give it");
            limits().answered(SOURCE, turn, false);
          }
          return limits().rate(SOURCE).orElseThrow() > before;
        });
  }

  @Test
  void whatRedisLostIsFoundOutAnew() throws Exception {
    shrinks();
    server.talk().command("FLUSHALL");
    assertTrue(limits().enter(SOURCE).isGranted());
    assertTrue(limits().enter(SOURCE).isGranted());
    assertTrue(limits().rate(SOURCE).isEmpty());
    server.talk().command("SCRIPT FLUSH");
    shrinks();
  }

  @Test
  void aHungRedisCostsOneCommandTimeout() {
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      Turn turn = limits().enter(SOURCE);
      assertTrue(turn.isGranted());
      limits().answered(SOURCE, turn, true);
      watch.assertWithin(Duration.ofSeconds(1));
    } finally {
      server.thaw();
    }
  }
}
