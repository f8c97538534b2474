package dev.makevideo.coordination.limit;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLimitsTest extends LimitsContract {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final LimitPolicy EVEN = LimitPolicy.bucket("jobs", 40, HOUR, 40);

  @TempDir Path directory;

  private final List<RedisLimits> instances = new ArrayList<>();
  private final List<RedisConnection> connections = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RedisServer(directory);
    instance();
  }

  private RedisLimits instance() {
    RedisConnection connection = connection();
    Await.until(SOON, connection::isConnected);
    return instance(connection);
  }

  private RedisConnection connection() {
    RedisConnection connection = RedisConnection.open(TestRedis.settings(server));
    connections.add(connection);
    return connection;
  }

  private RedisLimits instance(RedisConnection connection) {
    RedisLimits made = new RedisLimits(connection, System::nanoTime);
    instances.add(made);
    return made;
  }

  @AfterEach
  void stop() {
    instances.forEach(RedisLimits::close);
    connections.forEach(RedisConnection::close);
    server.close();
  }

  @Override
  Limits limits() {
    return instances.get(0);
  }

  private static int taken(Limits limits, int tries) {
    int taken = 0;
    for (int one = 0; one < tries; one++) {
      taken += limits.take("ann", EVEN, 1).allowed() ? 1 : 0;
    }
    return taken;
  }

  @Test
  void allTogetherHaveNoMoreThanOne() {
    RedisLimits other = instance();
    assertEquals(30, taken(limits(), 30));
    assertEquals(10, taken(other, 30));
    assertEquals(0, taken(limits(), 5));
  }

  @Test
  void withoutRedisEachHasItsShareAndWhatItHadCounts() throws Exception {
    RedisLimits other = instance();
    Await.until("they know of each other", SOON, () -> instances.get(0).instances() == 2);
    Await.until("they know of each other", SOON, () -> other.instances() == 2);
    assertEquals(5, taken(limits(), 5));
    server.kill();
    Await.until(SOON, () -> !connections.get(0).isConnected() && !connections.get(1).isConnected());
    assertEquals(15, taken(limits(), 40), "the half of 40, of which 5 were had");
    assertEquals(20, taken(other, 40));
    server.start();
    Await.until(SOON, () -> connections.get(0).isConnected());
    assertEquals(40, taken(limits(), 50), "Redis came back empty");
  }

  @Test
  void whoBeginsWithoutRedisDoesNotTakeAllForItself() throws Exception {
    server.kill();
    RedisLimits late = instance(connection());
    assertEquals(40 / RedisLimits.UNKNOWN, taken(late, 40));
    server.start();
    Await.until("it hears how many there are", SOON, () -> late.instances() == 2);
  }

  @Test
  void aHungRedisCostsOneCommandTimeout() {
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertTrue(limits().take("ann", EVEN, 1).allowed());
      watch.assertWithin(Duration.ofSeconds(1));
    } finally {
      server.thaw();
    }
  }

  @Test
  void whatCostsMoreThanTheShareIsAllowedAlone() {
    RedisLimits other = instance();
    Await.until("they know of each other", SOON, () -> other.instances() == 2);
    server.kill();
    Await.until(SOON, () -> !connections.get(1).isConnected());
    assertTrue(other.take("ann", EVEN, 30).allowed());
    assertFalse(other.take("ann", EVEN, 1).allowed());
  }

  @Test
  void everyKeyHasAnEnd() {
    limits().take("ann", EVEN, 1);
    LimitPolicy window = LimitPolicy.window("calls", 5, Duration.ofSeconds(2));
    limits().take("ann", window, 1);
    for (String key : List.of(RedisKeys.limit("jobs", "ann"), RedisKeys.limit("calls", "ann"))) {
      long left = connections.get(0).get().orElseThrow().sync().pttl(key);
      assertTrue(left > 0 && left <= 91_000, key + " " + left);
      assertFalse(key.contains("ann"), key);
    }
  }

  @Test
  void nonsenseInRedisCountsAsNothing() {
    var redis = connections.get(0).get().orElseThrow().sync();
    redis.set(RedisKeys.limit("jobs", "ann"), "nonsense");
    redis.hset(RedisKeys.limit("calls", "ann"), "9e99", "12");
    redis.hset(RedisKeys.limit("calls", "ann"), "x", "y");
    assertTrue(limits().take("ann", EVEN, 40).allowed());
    LimitPolicy window = LimitPolicy.window("calls", 5, Duration.ofSeconds(2));
    assertTrue(limits().take("ann", window, 5).allowed());
  }

  /** As after Redis's clock was set back: nobody waits longer than for an empty bucket. */
  @Test
  void aBucketThatIsFullInAYearIsFullWhenAnEmptyOneIs() {
    connections
        .get(0)
        .get()
        .orElseThrow()
        .sync()
        .set(RedisKeys.limit("jobs", "ann"), "99999999999999999");
    Limits.Decision decision = limits().take("ann", EVEN, 1);
    assertFalse(decision.allowed());
    assertTrue(decision.resetAfter().compareTo(HOUR) <= 0, "reset " + decision.resetAfter());
  }
}
