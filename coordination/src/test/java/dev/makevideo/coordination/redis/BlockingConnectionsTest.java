package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingConnectionsTest extends RedisTestSetup {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private RedisConnection open(int connections) {
    RedisConnection connection =
        RedisConnection.open(
            RedisSettings.from(
                Map.of(
                    "REDIS_URL", server.url(),
                    "REDIS_MAX_CONNECTIONS", Integer.toString(connections))));
    Await.until(SOON, connection::isConnected);
    return connection;
  }

  @Test
  void aBlockingCommandHoldsUpNobodyAndLastsLongerThanOthersMay() throws Exception {
    try (RedisConnection connection = open(3)) {
      Future<KeyValue<String, String>> popped =
          threads.submit(() -> connection.blocking(LONG, redis -> redis.blpop(15, "list")));
      Await.until(SOON, () -> server.talk().ask("INFO clients").contains("blocked_clients:1"));
      assertEquals("PONG", connection.get().orElseThrow().sync().ping());
      Await.until(SOON, new Elapsed(StallDetector.LIMIT.plusMillis(500))::passed);
      connection.get().orElseThrow().sync().rpush("list", "value");
      assertEquals("value", popped.get(10, TimeUnit.SECONDS).getValue());
      assertEquals(new ConnectionStats(2, 1, 0, 0), connection.stats());
      assertEquals("PONG", connection.blocking(LONG, redis -> redis.ping()));
      assertEquals(2, clients(), "the idle connection was used again");
    }
  }

  private record Elapsed(Duration time, long since) {
    Elapsed(Duration time) {
      this(time, System.nanoTime());
    }

    boolean passed() {
      return System.nanoTime() - since > time.toNanos();
    }
  }

  /**
   * When work fails its connection is closed; Redis sees that a moment later, so that only without
   * failures its own count is a bound.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allConnectionsTogetherStayWithinTheBound(boolean failures) throws Exception {
    int bound = 6;
    try (RedisConnection connection = open(bound);
        Subscription subscription = connection.subscribe(Set.of("c"), new Deaf())) {
      AtomicInteger atOnce = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < 24; caller++) {
        boolean fails = failures && caller % 3 == 0;
        all.add(
            threads.submit(
                () -> {
                  for (int round = 0; round < 20; round++) {
                    borrow(connection, atOnce, most, fails);
                  }
                }));
      }
      long mostClients = 0;
      while (!all.stream().allMatch(Future::isDone)) {
        mostClients = Math.max(mostClients, clients());
        ConnectionStats stats = connection.stats();
        assertTrue(stats.open() <= bound && stats.inUse() <= stats.open(), stats.toString());
      }
      for (Future<?> one : all) {
        one.get(1, TimeUnit.SECONDS);
      }
      assertTrue(failures || mostClients == bound, mostClients + " connections");
      assertEquals(bound - 2, most.get(), "lent at once");
      assertTrue(connection.stats().waits() > 0);
      Await.until(SOON, () -> connection.stats().inUse() == 2);
      subscription.close();
    }
  }

  private static void borrow(
      RedisConnection connection, AtomicInteger atOnce, AtomicInteger most, boolean fails) {
    try {
      connection.blocking(
          LONG,
          redis -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            redis.blpop(0.005, "nothing");
            atOnce.decrementAndGet();
            if (fails) {
              throw new IllegalStateException("on purpose");
            }
            return redis.ping();
          });
    } catch (IllegalStateException e) {
      assertEquals("on purpose", e.getMessage());
    }
  }

  private static final class Deaf implements SubscriptionListener {
    @Override
    public void message(String channel, String text) {}

    @Override
    public void subscribed() {}
  }

  @Test
  void saysWhenNoneIsFreeInTime() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (RedisConnection connection = open(3)) {
      Future<String> holds = threads.submit(() -> connection.blocking(LONG, redis -> await(done)));
      Await.until(SOON, () -> connection.stats().inUse() == 2);
      ConnectionsExhaustedException e;
      try (Stopwatch watch = Stopwatch.start()) {
        e =
            assertThrows(
                ConnectionsExhaustedException.class,
                () -> connection.blocking(LONG, redis -> redis.ping()));
        assertTrue(watch.wall().toMillis() >= 1_900, "took " + watch.wall());
        watch.assertWithin(Duration.ofSeconds(4));
      }
      assertEquals(
          "no connection for a blocking command became free within 2000 ms; all 1 that"
              + " REDIS_MAX_CONNECTIONS leaves are lent",
          e.getMessage());
      assertEquals(1, connection.stats().waits());

      Future<String> waits = threads.submit(() -> connection.blocking(LONG, redis -> redis.ping()));
      Await.until(SOON, () -> connection.stats().waits() == 2);
      done.countDown();
      assertEquals("PONG", waits.get(10, TimeUnit.SECONDS));
      assertEquals("done", holds.get(10, TimeUnit.SECONDS));
    }
    try (RedisConnection none = open(2)) {
      ConnectionsExhaustedException e =
          assertThrows(
              ConnectionsExhaustedException.class,
              () -> none.blocking(LONG, redis -> redis.ping()));
      assertTrue(String.valueOf(e.getMessage()).contains("allowed: 3 or more"));
    }
  }

  private static String await(CountDownLatch done) {
    try {
      return done.await(30, TimeUnit.SECONDS) ? "done" : "never";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  @Test
  void aConnectionWhoseCommandFailedIsNotLentAgain() {
    try (RedisConnection connection = open(3)) {
      Duration shortly = Duration.ofMillis(50);
      assertThrows(
          RedisException.class, () -> connection.blocking(shortly, redis -> redis.blpop(0, "l")));
      Await.until(SOON, () -> server.talk().ask("INFO clients").contains("blocked_clients:0"));
      connection.get().orElseThrow().sync().rpush("l", "not lost");
      assertEquals("not lost", connection.blocking(LONG, redis -> redis.blpop(5, "l")).getValue());
    }
  }

  @Test
  void failsInTimeWhileRedisIsAwayOrHangsAndWorksAfterwards() throws Exception {
    try (RedisConnection connection = open(3)) {
      connection.blocking(LONG, redis -> redis.ping());
      server.kill();
      Await.until(SOON, () -> !connection.isConnected());
      assertTakesLess(2_000, connection);
      server.start();
      Await.until(SOON, connection::isConnected);
      assertEquals("PONG", connection.blocking(LONG, redis -> redis.ping()));
    }
    try (RedisConnection connection = open(3)) {
      server.freeze();
      assertTakesLess(2_000, connection);
      server.thaw();
      assertEquals("PONG", connection.blocking(LONG, redis -> redis.ping()));
    }
  }

  private static void assertTakesLess(long millis, RedisConnection connection) {
    try (Stopwatch watch = Stopwatch.start()) {
      assertThrows(RedisException.class, () -> connection.blocking(LONG, redis -> redis.ping()));
      watch.assertWithin(Duration.ofMillis(millis));
    }
  }

  @Test
  void refusesATimeThatIsNoneOrTooLongAndAClosedConnection() {
    RedisConnection connection = open(3);
    for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(61))) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> connection.blocking(wrong, r -> r.ping()));
      assertTrue(String.valueOf(e.getMessage()).startsWith("longest is " + wrong));
    }
    connection.close();
    assertThrows(IllegalStateException.class, () -> connection.blocking(LONG, r -> r.ping()));
  }

  @Test
  void whoeverIsInterruptedWhileWaitingIsToldSo() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (RedisConnection connection = open(3)) {
      Future<String> holds = threads.submit(() -> connection.blocking(LONG, redis -> await(done)));
      Await.until(SOON, () -> connection.stats().inUse() == 2);
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread waits =
          new Thread(
              () -> {
                try {
                  connection.blocking(LONG, redis -> redis.ping());
                } catch (RedisException e) {
                  seen.set(e);
                }
              });
      waits.start();
      Await.until(SOON, () -> connection.stats().waits() == 1);
      waits.interrupt();
      waits.join(5_000);
      assertTrue(seen.get() instanceof RedisCommandInterruptedException, "" + seen.get());
      done.countDown();
      holds.get(10, TimeUnit.SECONDS);
    }
  }
}
