package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.Stopwatch;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connections stand for two processes. */
@SuppressWarnings("NullAway.Init") // by open
class RedisLocksTest extends LockRingsContract {
  private static final String KEY = RedisKeys.lock("clip", "x");

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection oneConnection;
  private RedisConnection otherConnection;
  private RedisLocks one;
  private RedisLocks other;

  @BeforeEach
  void open() throws IOException {
    server = new RedisServer(directory);
    oneConnection = RedisConnection.open(TestRedis.settings(server));
    otherConnection = RedisConnection.open(TestRedis.settings(server));
    awaitAnswers();
    one = new RedisLocks(oneConnection);
    other = new RedisLocks(otherConnection);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
    oneConnection.close();
    otherConnection.close();
    server.close();
  }

  @Override
  Locks one() {
    return one;
  }

  @Override
  Locks other() {
    return other;
  }

  @Override
  boolean isWaiting(LockOwner owner) {
    return redis().exists(RedisKeys.lockWait(owner.id())) == 1;
  }

  private void awaitAnswers() {
    Await.until(SOON, () -> TestRedis.answers(oneConnection) && TestRedis.answers(otherConnection));
  }

  private RedisCommands<String, String> redis() {
    return otherConnection.get().orElseThrow().sync();
  }

  @Test
  void everyKeyHasATimeToLiveAndOnlyTheFenceOutlivesTheLock() throws Exception {
    HeldLock held = taken(one, X);
    LockOwner owner = somebody();
    Future<HeldLock> waiter = waits(other, owner, X);
    List<String> keys = redis().keys("*");
    assertEquals(3, keys.size(), keys.toString());
    keys.forEach(key -> assertTrue(redis().pttl(key) > 0, key));
    held.close();
    waiter.get().close();
    Await.until(SOON, () -> redis().exists(KEY) == 0);
    assertEquals(List.of(RedisKeys.lockFence("clip", "x")), redis().keys("*"));
    assertTrue(redis().pttl(RedisKeys.lockFence("clip", "x")) > LEASE.toMillis());
  }

  @Test
  void whatAKilledProcessHeldIsFreeWhenItsLeaseIsOver() throws Exception {
    taken(one, X);
    one.close();
    oneConnection.close();
    assertTrue(take(other, X).isEmpty());
    try (Stopwatch watch = Stopwatch.start();
        HeldLock lock = taken(other, X)) {
      watch.assertWithin(LEASE.plusSeconds(1));
    }
  }

  @Test
  void whoHeldWhatWasFlushedHearsOfItOnceAndTheNextHasAGreaterFence() throws Exception {
    AtomicInteger told = new AtomicInteger();
    HeldLock first = taken(one, X);
    first.onLost(told::incrementAndGet);
    redis().flushall();
    redis().scriptFlush();
    try (HeldLock second = taken(other, X)) {
      assertTrue(second.fence() > first.fence(), second.fence() + " after " + first.fence());
      Await.until(LEASE, () -> told.get() == 1);
      assertFalse(first.isHeld());
      first.onLost(told::incrementAndGet);
      assertEquals(2, told.get(), "who asks late is told at once");
      first.close();
      assertTrue(take(one, X).isEmpty(), "a foreign lock is not released");
      assertTrue(second.isHeld());
    }
    assertEquals(2, told.get());
  }

  @Test
  void ofSeveralTheLossOfOneIsTheLossOfAllAndToldOnce() throws Exception {
    AtomicInteger told = new AtomicInteger();
    try (HeldLock both = taken(one, somebody(), X, Y)) {
      both.onLost(
          () -> {
            told.incrementAndGet();
            throw new IllegalStateException("as a listener may");
          });
      redis().flushall();
      Await.until(LEASE, () -> told.get() == 1);
      assertFalse(both.isHeld());
    }
    taken(one, somebody(), X, Y).close();
    assertEquals(1, told.get());
  }

  @Test
  void fencesRiseOverAKillAndAnEmptyRestart() throws Exception {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      long fence;
      try (HeldLock lock = taken(i % 2 == 0 ? one : other, X)) {
        fence = lock.fence();
      }
      assertTrue(fence > last, fence + " after " + last);
      last = fence;
      server.kill();
      server.start();
      awaitAnswers();
    }
  }

  @Test
  void whoseRenewalsAreNotAnsweredLosesItByHisOwnClock() throws Exception {
    AtomicInteger told = new AtomicInteger();
    HeldLock first = taken(one, X);
    first.onLost(told::incrementAndGet);
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      Await.until(SOON, () -> told.get() == 1);
      assertFalse(first.isHeld());
      watch.assertWithin(LEASE.plusSeconds(1));
    } finally {
      server.thaw();
    }
    awaitAnswers();
    try (HeldLock second = taken(other, X)) {
      assertTrue(second.fence() > first.fence(), second.fence() + " after " + first.fence());
      first.close();
      assertTrue(take(one, X).isEmpty());
    }
    assertEquals(1, told.get());
  }

  @Test
  void failClosedWithinASecondWhereRedisHangs() throws Exception {
    server.freeze();
    try (Stopwatch watch = Stopwatch.start()) {
      assertThrows(LocksUnavailableException.class, () -> taken(one, X));
      watch.assertWithin(RedisLocks.UNANSWERED.plusMillis(600));
    } finally {
      server.thaw();
    }
    awaitAnswers();
    taken(other, X).close();
  }

  @Test
  void failClosedWithinASecondWhereRedisIsGoneAndATryAtOnce() throws Exception {
    server.kill();
    Await.until(SOON, () -> !oneConnection.isConnected());
    try (Stopwatch watch = Stopwatch.start()) {
      LockRequest attempt = new LockRequest(somebody(), X, LEASE, Duration.ZERO);
      assertThrows(LocksUnavailableException.class, () -> one.take(attempt, () -> false));
      watch.assertWithin(Duration.ofMillis(500));
      assertThrows(LocksUnavailableException.class, () -> taken(one, X));
      watch.assertWithin(RedisLocks.UNANSWERED.plusMillis(1100));
    }
    server.start();
  }

  @Test
  void whoWaitsIsInterruptedThoughRedisHangs() throws Exception {
    server.freeze();
    try {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> taken(one, X));
    } finally {
      server.thaw();
    }
  }

  @Test
  void aWaitOutlivesAShortSilence() throws Exception {
    HeldLock held = taken(one, X);
    LockOwner owner = somebody();
    Future<HeldLock> waiter = waits(other, owner, X);
    server.freeze();
    try {
      long until = System.nanoTime() + Duration.ofMillis(400).toNanos();
      Await.until(SOON, () -> System.nanoTime() - until > 0);
    } finally {
      server.thaw();
    }
    Await.until(SOON, () -> isWaiting(owner));
    held.close();
    waiter.get().close();
  }

  @Test
  void aFullRedisLocksAllTheSame() throws Exception {
    redis().configSet("maxmemory", "1");
    try (HeldLock held = taken(one, X)) {
      assertTrue(take(other, X).isEmpty());
    }
    taken(other, X).close();
  }

  @Test
  void whatIsTakenAfterClosingRunsOut() throws Exception {
    one.close();
    HeldLock lock = taken(one, X);
    assertTrue(lock.isHeld());
    assertTrue(take(other, X).isEmpty());
    taken(other, X).close();
    assertFalse(lock.isHeld());
  }
}
