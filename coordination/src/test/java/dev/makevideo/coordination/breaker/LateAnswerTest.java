package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.RedisCommandTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that Redis grants when its caller has gone takes no place. */
@SuppressWarnings("NullAway.Init") // by open
class LateAnswerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(1, Duration.ofMillis(1), 3, Duration.ofSeconds(2), Duration.ZERO);

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection redis;
  private RedisBreakers breakers;
  private CircuitBreaker breaker;

  @BeforeEach
  void open() throws Exception {
    server = new RedisServer(directory);
    redis = RedisConnection.open(TestRedis.settings(server));
    breakers =
        new RedisBreakers(
            new BreakerScripts(redis::get, "me"),
            System::nanoTime,
            Map.of("a", SETTINGS),
            (service, from, to, reason) -> {});
    breaker = breakers.breaker("a");
    Await.until(SOON, redis::isConnected);
    awaitShared();
    assertInstanceOf(Permit.class, breaker.acquire(DEADLINE)).fail("HTTP 500");
    Await.until(SOON, () -> breaker.state() == State.OPEN);
    Await.until(SOON, () -> breaker.acquire(DEADLINE) instanceof Permit);
    assertEquals(List.of("lease:me:1"), leases());
  }

  @AfterEach
  void close() {
    breakers.close();
    redis.close();
    server.close();
  }

  @Test
  void whenTheAnswerCameTooLate() {
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertInstanceOf(Permit.class, breaker.acquire(DEADLINE));
      assertFalse(breakers.isShared(), "who stands in has answered");
      watch.assertWithin(Duration.ofSeconds(5));
    }
    // A later command has timed out too, so that nobody waits for the answer any more.
    assertThrows(RedisCommandTimeoutException.class, () -> redis.get().orElseThrow().sync().ping());
    server.thaw();
    awaitShared();
    Await.until(SOON, () -> leases().size() == 1);
    assertEquals(List.of("lease:me:1"), leases());
  }

  @Test
  void whenTheCallerWasInterrupted() {
    server.freeze(); // else the answer may be there before anybody waits for it
    Thread.currentThread().interrupt();
    Admission admission = breaker.acquire(DEADLINE);
    assertTrue(Thread.interrupted(), "the interruption is kept");
    assertEquals(new Denial(SETTINGS.trialWait(), "interrupted"), admission);
    server.thaw();
    awaitShared();
    Await.until(SOON, () -> leases().equals(List.of("lease:me:1")));
    assertEquals(State.HALF_OPEN, breaker.state());
  }

  private void awaitShared() {
    Await.until(
        SOON,
        () -> {
          breakers.read();
          return breakers.isShared();
        });
  }

  private List<String> leases() {
    return redis.get().orElseThrow().sync().hkeys(RedisKeys.breaker("a")).stream()
        .filter(name -> name.startsWith("lease:"))
        .toList();
  }
}
