package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all locks promise; two that share stand for two processes. */
@Timeout(60)
abstract class LocksContract {
  static final LockName X = new LockName("clip", "x");
  static final LockName Y = new LockName("clip", "y");
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration NOT = Duration.ofMillis(300);

  /** The longest that this machine's scheduler may keep a renewal away from Redis. */
  static final Duration LEASE = Duration.ofSeconds(3);

  final ExecutorService threads = Executors.newCachedThreadPool();

  abstract Locks one();

  abstract Locks other();

  /** Whether it is known that the owner waits. */
  abstract boolean isWaiting(LockOwner owner);

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
  }

  static LockOwner somebody() {
    return LockOwner.called("somebody");
  }

  static Optional<HeldLock> take(Locks locks, LockName... names) throws Exception {
    return locks.take(new LockRequest(somebody(), List.of(names), LEASE, NOT), () -> false);
  }

  static HeldLock taken(Locks locks, LockName name) throws Exception {
    return taken(locks, somebody(), name);
  }

  static HeldLock taken(Locks locks, LockOwner owner, LockName... names) throws Exception {
    return locks
        .take(new LockRequest(owner, List.of(names), LEASE, SOON), () -> false)
        .orElseThrow();
  }

  /** Takes it in another thread; is back when it is known that the owner waits for it. */
  final Future<HeldLock> waits(Locks locks, LockOwner owner, LockName... names) {
    Future<HeldLock> waiter = threads.submit(() -> taken(locks, owner, names));
    Await.until(SOON, () -> isWaiting(owner));
    return waiter;
  }

  @Test
  void oneAtATimeAndAllHaveTheirTurn() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Locks locks = i % 2 == 0 ? one() : other();
      all.add(
          threads.submit(
              () -> {
                try (HeldLock lock = taken(locks, X)) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                  now.decrementAndGet();
                  return lock.isHeld();
                }
              }));
    }
    for (Future<?> future : all) {
      assertEquals(true, future.get());
    }
    assertEquals(1, most.get());
  }

  @Test
  void fencesRiseAndTokensDiffer() throws Exception {
    long last = 0;
    String token = "";
    for (int i = 0; i < 1000; i++) {
      try (HeldLock lock = taken(i % 2 == 0 ? one() : other(), X)) {
        assertTrue(lock.fence() > last, lock.fence() + " after " + last);
        assertNotEquals(token, lock.token());
        last = lock.fence();
        token = lock.token();
      }
    }
  }

  @Test
  void isHeldUntilItIsClosedAndThenNoLossIsTold() throws Exception {
    AtomicInteger told = new AtomicInteger();
    HeldLock lock = taken(one(), X);
    lock.onLost(told::incrementAndGet);
    assertTrue(lock.isHeld());
    lock.close();
    assertFalse(lock.isHeld());
    lock.onLost(told::incrementAndGet);
    assertEquals(0, told.get());
  }

  @Test
  void closedAgainItTakesNothingFromTheNext() throws Exception {
    HeldLock first = taken(one(), X);
    first.close();
    try (HeldLock second = taken(other(), X)) {
      first.close();
      assertTrue(take(one(), X).isEmpty());
      assertTrue(second.isHeld());
    }
  }

  @Test
  void stayHeldBeyondTheirLease() throws Exception {
    try (HeldLock held = taken(one(), X)) {
      Duration longer = LEASE.plusSeconds(1);
      LockRequest request = new LockRequest(somebody(), X, LEASE, longer);
      assertTrue(other().take(request, () -> false).isEmpty());
      assertTrue(held.isHeld());
    }
    taken(other(), X).close();
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() throws Exception {
    HeldLock held = taken(one(), X);
    try (Stopwatch watch = Stopwatch.start()) {
      assertTrue(take(one(), X).isEmpty());
      assertTrue(take(other(), X).isEmpty());
      assertTrue(watch.wall().compareTo(NOT.multipliedBy(2)) >= 0, "it waited");
      watch.assertWithin(NOT.multipliedBy(2).plusSeconds(1));
    }
    held.close();
    taken(other(), X).close();
  }

  @Test
  void aWaitEndsWhenItIsGivenUp() throws Exception {
    try (HeldLock held = taken(one(), X)) {
      for (Locks locks : List.of(one(), other())) {
        AtomicBoolean stopped = new AtomicBoolean();
        LockOwner owner = somebody();
        LockRequest request = new LockRequest(owner, X, LEASE, Duration.ofMinutes(5));
        Future<Optional<HeldLock>> waiter = threads.submit(() -> locks.take(request, stopped::get));
        Await.until(SOON, () -> isWaiting(owner));
        stopped.set(true);
        assertTrue(waiter.get(5, TimeUnit.SECONDS).isEmpty());
        Await.until(SOON, () -> !isWaiting(owner));
      }
    }
    taken(other(), X).close();
  }

  @Test
  void aWaitEndsWhenItsThreadIsInterrupted() throws Exception {
    try (HeldLock held = taken(one(), X)) {
      for (Locks locks : List.of(one(), other())) {
        LockOwner owner = somebody();
        AtomicBoolean ended = new AtomicBoolean();
        Future<?> waiter =
            threads.submit(
                () -> {
                  assertThrows(InterruptedException.class, () -> taken(locks, owner, X));
                  ended.set(true);
                });
        Await.until(SOON, () -> isWaiting(owner));
        assertTrue(waiter.cancel(true));
        Await.until(Duration.ofSeconds(5), ended::get);
        Await.until(SOON, () -> !isWaiting(owner));
      }
    }
    taken(other(), X).close();
  }

  @Test
  void aTryIsNoWait() throws Exception {
    LockOwner owner = somebody();
    LockRequest attempt = new LockRequest(owner, X, LEASE, Duration.ZERO);
    try (HeldLock held = one().take(attempt, () -> false).orElseThrow()) {
      assertTrue(other().take(attempt, () -> false).isEmpty(), "nor in a ring");
      assertFalse(isWaiting(owner));
    }
  }

  @Test
  void severalAreHeldTogether() throws Exception {
    try (HeldLock both = taken(one(), somebody(), Y, X, Y)) {
      assertEquals(List.of(X, Y), List.copyOf(both.fences().keySet()));
      assertThrows(IllegalStateException.class, both::fence);
      assertTrue(both.isHeld());
      assertTrue(take(other(), X).isEmpty());
      assertTrue(take(other(), Y).isEmpty());
      assertFalse(both.token().isEmpty());
    }
    taken(other(), somebody(), X, Y).close();
  }

  @Test
  void severalAreTakenOrNone() throws Exception {
    try (HeldLock held = taken(one(), Y)) {
      assertTrue(take(other(), X, Y).isEmpty());
      taken(one(), X).close();
    }
  }

  @Test
  void severalAreTakenInOneOrderHoweverTheyAreNamed() throws Exception {
    List<Future<Integer>> all = new ArrayList<>();
    for (LockName[] names : List.of(new LockName[] {X, Y}, new LockName[] {Y, X})) {
      Locks locks = all.isEmpty() ? one() : other();
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 30; i++) {
                  taken(locks, somebody(), names).close();
                }
                return 30;
              }));
    }
    for (Future<Integer> future : all) {
      assertEquals(30, future.get());
    }
  }
}
