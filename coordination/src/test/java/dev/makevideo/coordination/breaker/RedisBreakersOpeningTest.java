package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What breakers know when they are opened. */
@SuppressWarnings("NullAway.Init") // by open
class RedisBreakersOpeningTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Map<String, BreakerSettings> SERVICES =
      Map.of("a", BreakerSettings.openFor(Duration.ofSeconds(60)));

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection redis;

  @BeforeEach
  void open() throws Exception {
    server = new RedisServer(directory);
    redis = RedisConnection.open(TestRedis.settings(server));
    Await.until(SOON, redis::isConnected);
  }

  @AfterEach
  void close() {
    redis.close();
    server.close();
  }

  @Test
  void mayBeOpenedWhileRedisIsAway() throws Exception {
    server.kill();
    try (RedisConnection late = RedisConnection.open(TestRedis.settings(server));
        RedisBreakers three = breakers(late, "three")) {
      assertFalse(three.isShared());
      fail(three);
      assertEquals(State.OPEN, three.breaker("a").state());
      server.start();
      Await.until(SOON, three::isShared);
      assertEquals(State.CLOSED, three.breaker("a").state());
    }
  }

  @Test
  void aProcessThatComesLaterKnowsTheStateWhenItIsOpen() {
    try (RedisBreakers early = breakers(redis, "early")) {
      Await.until(SOON, early::isShared);
      fail(early);
      Await.until(SOON, () -> early.breaker("a").state() == State.OPEN);
    }
    for (int i = 0; i < 50; i++) {
      try (RedisBreakers late = breakers(redis, "late")) {
        assertEquals(State.OPEN, late.breaker("a").state(), "round " + i);
      }
    }
  }

  @Test
  void aReadThatIsUnderWayIsWaitedForByWhoAsksMeanwhile() {
    RedisBreakers manual =
        new RedisBreakers(
            new BreakerScripts(redis::get, "manual"),
            System::nanoTime,
            SERVICES,
            (service, from, to, reason) -> {});
    server.freeze();
    CompletableFuture<?> first = manual.read();
    assertSame(first, manual.read());
    assertFalse(first.isDone());
    server.thaw();
    Await.until(SOON, first::isDone);
    manual.close();
  }

  private static RedisBreakers breakers(RedisConnection connection, String process) {
    return RedisBreakers.open(connection, process, SERVICES, (service, from, to, reason) -> {});
  }

  private static void fail(RedisBreakers breakers) {
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(Permit.class, breakers.breaker("a").acquire(DEADLINE)).fail("HTTP 500");
    }
  }
}
