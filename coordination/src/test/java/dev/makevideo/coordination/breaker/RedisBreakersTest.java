package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one Redis, by its own clock, with publications and repeated reads. */
@SuppressWarnings("NullAway.Init") // by open
class RedisBreakersTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final BreakerSettings SETTINGS = BreakerSettings.openFor(Duration.ofSeconds(60));
  private static final Map<String, BreakerSettings> SERVICES = Map.of("a", SETTINGS, "b", SETTINGS);

  @TempDir Path directory;
  private final ConcurrentLinkedQueue<String> learned = new ConcurrentLinkedQueue<>();
  private RedisServer server;
  private RedisConnection redis;
  private RedisBreakers one;
  private RedisBreakers two;

  @BeforeEach
  void open() throws Exception {
    server = new RedisServer(directory);
    redis = RedisConnection.open(TestRedis.settings(server));
    one = RedisBreakers.open(redis, "one", SERVICES, (service, from, to, reason) -> {});
    two =
        RedisBreakers.open(
            redis,
            "two",
            SERVICES,
            new BreakerListener() {
              @Override
              public void moved(String service, State from, State to, String reason) {
                learned.add("moved " + service);
              }

              @Override
              public void learned(String service, State from, State to, String reason) {
                learned.add(service + " " + from + ">" + to);
              }
            });
    awaitShared();
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    redis.close();
    server.close();
  }

  @Test
  void anUnknownServiceIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> one.breaker("c"));
    assertTrue(String.valueOf(e.getMessage()).startsWith("service is \"c\"; known: "));
    assertEquals("a", one.breaker("a").service());
    assertSame(one.breaker("a"), one.breaker("a"));
  }

  @Test
  void whatOneProcessOpensIsOpenInTheOther() {
    fail(one, "a", 5);
    awaitState(two, "a", State.OPEN);
    assertInstanceOf(Denial.class, two.breaker("a").acquire(DEADLINE));
    assertEquals(State.CLOSED, two.breaker("b").state());
    assertEquals(List.of("a CLOSED>OPEN"), List.copyOf(learned));
  }

  @Test
  void failuresOfAllProcessesAddUp() {
    fail(one, "a", 2);
    settle(one, "a");
    fail(two, "a", 2);
    settle(two, "a");
    fail(one, "a", 1);
    awaitState(one, "a", State.OPEN);
    awaitState(two, "a", State.OPEN);
  }

  /** The only source of the state is the repeated read: nobody publishes it. */
  @Test
  void aPublicationThatWasMissedIsMadeUpForByTheNextRead() {
    long later = System.currentTimeMillis() * 1000;
    commands()
        .hset(
            RedisKeys.breaker("a"),
            Map.of(
                "state", "open",
                "period", Long.toString(later),
                "till", Long.toString(later + 60_000_000),
                "failures", "0",
                "reason", "unheard of"));
    awaitState(one, "a", State.OPEN);
    Denial denial = assertInstanceOf(Denial.class, two(State.OPEN).acquire(DEADLINE));
    assertEquals("unheard of", denial.reason());
  }

  @Test
  void newsThatAreNoneChangeNothing() {
    String channel = RedisKeys.breakerChannel("a");
    for (String text : List.of("", "open", "open\n\n1\n-5\n0\n0\nx\n", "\u0000".repeat(9000))) {
      assertEquals(1, commands().publish(channel, text));
    }
    long now = System.currentTimeMillis() * 1000 + 3_600_000_000L;
    String good = "open\nclosed\n" + now + "\n" + now + "\n60000000\n0\nother\ntrue news";
    commands().publish(channel, good);
    awaitState(two, "a", State.OPEN); // so that the bad ones had been heard before
    assertEquals("a CLOSED>OPEN", learned.peek());
    assertTrue(two.isShared());
  }

  @Test
  void aFlushClosesWithinASecond() {
    fail(one, "a", 5);
    awaitState(two, "a", State.OPEN);
    long calls = scriptCalls();
    Await.until(SOON, () -> scriptCalls() > calls); // worst: right after a read
    try (Stopwatch watch = Stopwatch.start()) {
      commands().flushall();
      awaitState(one, "a", State.CLOSED);
      awaitState(two, "a", State.CLOSED);
      watch.assertWithin(Duration.ofSeconds(1));
    }
    assertInstanceOf(Permit.class, two.breaker("a").acquire(DEADLINE));
    assertTrue(two.isShared());
  }

  @Test
  void withoutRedisEachGoesOnAloneAndComesBack() throws Exception {
    fail(one, "a", 5);
    awaitState(two, "a", State.OPEN);
    server.kill();
    Await.until(SOON, () -> !one.isShared() && !two.isShared());
    assertEquals(State.OPEN, two.breaker("a").state());
    Denial denial = assertInstanceOf(Denial.class, two.breaker("a").acquire(DEADLINE));
    assertTrue(denial.retryIn().compareTo(Duration.ofSeconds(30)) > 0, denial.toString());
    fail(two, "b", 5);
    assertEquals(State.OPEN, two.breaker("b").state());
    assertEquals(State.CLOSED, one.breaker("b").state());
    server.start();
    awaitShared();
    awaitState(two, "a", State.CLOSED); // Redis came back empty
    awaitState(two, "b", State.CLOSED);
    fail(one, "b", 5);
    awaitState(two, "b", State.OPEN);
  }

  @Test
  void aRedisThatHangsHoldsACallUpForNoLongerThanOneCommand() {
    fail(one, "a", 5);
    awaitState(one, "a", State.OPEN);
    server.freeze();
    Await.until(SOON, () -> !one.isShared());
    assertInstanceOf(Denial.class, one.breaker("a").acquire(DEADLINE));
    assertInstanceOf(Permit.class, one.breaker("b").acquire(DEADLINE));
    server.thaw();
    awaitShared();
    awaitState(one, "a", State.OPEN);
  }

  @Test
  void standsAloneWhileRedisIsFullAndComesBackWhenThereIsRoom() {
    commands().configSet("maxmemory-policy", "noeviction");
    commands().configSet("maxmemory", "1");
    fail(one, "a", 1);
    Await.until(SOON, () -> !one.isShared());
    fail(one, "a", 4);
    assertEquals(State.OPEN, one.breaker("a").state());
    long reads = scriptCalls();
    Await.until(SOON, () -> scriptCalls() > reads + 6);
    assertFalse(one.isShared(), "it answers, but takes no writes");
    commands().configSet("maxmemory", "0");
    awaitShared();
    assertEquals(State.CLOSED, one.breaker("a").state());
    fail(one, "a", 5);
    awaitState(two, "a", State.OPEN);
  }

  @Test
  void closedTheyStandAloneAndNothingThrows() {
    Permit before = assertInstanceOf(Permit.class, one.breaker("a").acquire(DEADLINE));
    one.close();
    redis.close();
    assertFalse(one.isShared());
    before.fail("HTTP 500");
    fail(one, "a", 4);
    assertEquals(State.OPEN, one.breaker("a").state());
    assertInstanceOf(Denial.class, one.breaker("a").acquire(DEADLINE));
    for (int i = 0; i < 5; i++) { // the other was not closed first, as it should have been
      Permit permit = assertInstanceOf(Permit.class, two.breaker("b").acquire(DEADLINE));
      permit.fail("HTTP 500");
    }
    awaitState(two, "b", State.OPEN);
  }

  private void awaitShared() {
    Await.until(SOON, () -> redis.isConnected() && one.isShared() && two.isShared());
    Await.until(SOON, () -> commands().pubsubNumsub(channel()).getOrDefault(channel(), 0L) == 1);
  }

  private static String channel() {
    return RedisKeys.breakerChannel("a");
  }

  private CircuitBreaker two(State expected) {
    awaitState(two, "a", expected);
    return two.breaker("a");
  }

  private static void awaitState(RedisBreakers breakers, String service, State expected) {
    Await.until(SOON, () -> breakers.breaker(service).state() == expected);
  }

  private static void settle(RedisBreakers breakers, String service) {
    Await.until(SOON, ((SharedBreaker) breakers.breaker(service))::isSettled);
  }

  private static void fail(RedisBreakers breakers, String service, int times) {
    for (int i = 0; i < times; i++) {
      assertInstanceOf(Permit.class, breakers.breaker(service).acquire(DEADLINE)).fail("HTTP 500");
    }
  }

  /** How many scripts Redis has run. */
  private long scriptCalls() {
    try {
      Optional<String> stats =
          commands()
              .info("commandstats")
              .lines()
              .filter(line -> line.startsWith("cmdstat_evalsha:calls="))
              .findFirst();
      return stats
          .map(line -> Long.parseLong(line.replaceAll(".*?calls=(\\d+),.*", "$1")))
          .orElse(0L);
    } catch (RedisException e) {
      return 0;
    }
  }

  private RedisCommands<String, String> commands() {
    return redis.get().orElseThrow().sync();
  }
}
