package dev.makevideo.coordination.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.testkit.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What all locks promise of those who wait for each other. */
abstract class LockRingsContract extends LocksContract {
  private static final LockName Z = new LockName("clip", "z");
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final LockOwner a = LockOwner.called("a");
  private final LockOwner b = LockOwner.called("b");
  private final LockOwner c = LockOwner.called("c");

  @Test
  void whoWouldWaitForHimselfIsTold() throws Exception {
    try (HeldLock held = taken(one(), a, X)) {
      DeadlockException e = assertThrows(DeadlockException.class, () -> taken(other(), a, X));
      assertEquals("%1$s waits for lock clip/x held by %1$s".formatted(a), e.getMessage());
    }
  }

  @Test
  void aRingOfTwoIsToldToWhoClosesItAndTheOtherGoesOn() throws Exception {
    HeldLock x = taken(one(), a, X);
    HeldLock y = taken(other(), b, Y);
    Future<HeldLock> waiter = waits(one(), a, Y);
    try (Stopwatch watch = Stopwatch.start()) {
      DeadlockException e = assertThrows(DeadlockException.class, () -> taken(other(), b, X));
      watch.assertWithin(A_SECOND);
      String ring =
          "%2$s waits for lock clip/x held by %1$s, which waits for lock clip/y held by %2$s";
      assertEquals(ring.formatted(a, b), e.getMessage());
    }
    y.close();
    waiter.get().close();
    x.close();
  }

  @Test
  void aRingOfThreeIsToldToWhoClosesIt() throws Exception {
    HeldLock x = taken(one(), a, X);
    HeldLock y = taken(other(), b, Y);
    HeldLock z = taken(one(), c, Z);
    Future<HeldLock> first = waits(one(), a, Y);
    Future<HeldLock> second = waits(other(), b, Z);
    try (Stopwatch watch = Stopwatch.start()) {
      DeadlockException e = assertThrows(DeadlockException.class, () -> taken(one(), c, X));
      watch.assertWithin(A_SECOND);
      String ring =
          "%3$s waits for lock clip/x held by %1$s, which waits for lock clip/y held by %2$s,"
              + " which waits for lock clip/z held by %3$s";
      assertEquals(ring.formatted(a, b, c), e.getMessage());
    }
    z.close();
    HeldLock bs = second.get();
    bs.close();
    y.close();
    first.get().close();
    x.close();
  }

  @Test
  void aRingOfSeveralLocksIsToldToo() throws Exception {
    HeldLock held = taken(one(), a, Y);
    Future<HeldLock> waiter = waits(other(), b, X, Y); // has x by now
    assertThrows(DeadlockException.class, () -> taken(one(), a, X));
    held.close();
    waiter.get().close();
  }

  @Test
  void whoeverMeetAtOnceOneIsToldAndAllOthersGoOn() throws Exception {
    List<LockName> names = List.of(X, Y, Z);
    for (int round = 0; round < 10; round++) {
      CyclicBarrier all = new CyclicBarrier(3);
      List<Future<Boolean>> meeting = new ArrayList<>();
      for (int i : IntStream.range(0, 3).toArray()) {
        Locks locks = i == 1 ? other() : one();
        LockName mine = names.get(i);
        LockName next = names.get((i + 1) % 3);
        meeting.add(threads.submit(() -> meets(locks, mine, next, all)));
      }
      int told = 0;
      for (Future<Boolean> one : meeting) {
        told += one.get() ? 1 : 0;
      }
      assertEquals(1, told);
    }
  }

  /** Whether it was told of a ring. */
  private static boolean meets(Locks locks, LockName mine, LockName next, CyclicBarrier all)
      throws Exception {
    LockOwner owner = LockOwner.called("one-of-three");
    try (HeldLock held = taken(locks, owner, mine)) {
      all.await();
      taken(locks, owner, next).close();
      return false;
    } catch (DeadlockException e) {
      return true;
    }
  }

  @Test
  void whoWaitsBehindARowOfWaitersIsInNoRing() throws Exception {
    HeldLock x = taken(one(), a, X);
    HeldLock y = taken(other(), b, Y);
    Future<HeldLock> first = waits(other(), b, X);
    Future<HeldLock> second = waits(one(), c, Y);
    x.close();
    first.get().close();
    y.close();
    second.get().close();
  }
}
