package dev.makevideo.activities.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.lock.RedisLocks;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.platform.process.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightTest {
  private static final LockName WINDOW = new LockName("transcript-window", "4f");
  private static final Duration LONG = Duration.ofSeconds(30);

  /** What two processes share. */
  private final Locks shared = new LocalLocks(Clock.systemUTC());

  private final SingleFlight here = new SingleFlight(shared);
  private final SingleFlight there = new SingleFlight(shared);
  private final StopSignal stop = new StopSignal();

  @Test
  void whatManyWantAtOnceIsDoneOnceOverAllProcesses() throws Exception {
    assertEquals(1, worked(here, there));
  }

  @Test
  void whileNobodyCanSayWhoElseWorksItIsDoneOnceInEachProcess() throws Exception {
    RedisSettings nowhere = RedisSettings.from(Map.of("REDIS_URL", "redis://127.0.0.1:1"));
    try (RedisConnection redis = RedisConnection.open(nowhere);
        RedisLocks away = new RedisLocks(redis)) {
      SingleFlight one = new SingleFlight(away);
      assertEquals(1, worked(one, one));
      try (SingleFlight.Turn first = take(one);
          SingleFlight.Turn second = take(new SingleFlight(away))) {
        assertNotSame(first, second, "both work, and neither waits for the other");
      }
    }
  }

  private SingleFlight.Turn take(SingleFlight flight) throws InterruptedException {
    return flight.take(WINDOW, LONG, stop).orElseThrow();
  }

  /** How many of twenty did the work; those of each half are in one process. */
  private int worked(SingleFlight one, SingleFlight other) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger worked = new AtomicInteger();
    List<FutureTask<Void>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      SingleFlight flight = i % 2 == 0 ? one : other;
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                try (SingleFlight.Turn turn = take(flight)) {
                  if (!done.get()) {
                    worked.incrementAndGet();
                    Thread.yield();
                    done.set(true);
                  }
                }
                return null;
              });
      all.add(task);
      new Thread(task).start();
    }
    for (FutureTask<Void> task : all) {
      task.get(30, TimeUnit.SECONDS);
    }
    return worked.get();
  }

  @Test
  void whoIsStoppedLeavesTheQueueAndOthersAreNotHeldUp() throws Exception {
    try (SingleFlight.Turn held = take(here)) {
      here.take(new LockName("transcript-window", "other"), LONG, stop).orElseThrow().close();
      for (SingleFlight flight : List.of(here, there)) {
        StopSignal cancelled = new StopSignal();
        FutureTask<Optional<SingleFlight.Turn>> waiting =
            new FutureTask<>(() -> flight.take(WINDOW, LONG, cancelled));
        new Thread(waiting).start();
        cancelled.stop();
        assertTrue(waiting.get(20, TimeUnit.SECONDS).isEmpty());
      }
    }
    take(there).close();
    take(here).close();
  }

  @Test
  void aWaitHasAnEndAndNothingIsKeptOfIt() throws Exception {
    LockRequest foreign =
        new LockRequest(LockOwner.called("else"), WINDOW, Duration.ofSeconds(30), Duration.ZERO);
    try (HeldLock elsewhere = shared.take(foreign, () -> false).orElseThrow()) {
      assertTrue(here.take(WINDOW, Duration.ofMillis(150), stop).isEmpty());
      assertTrue(here.take(WINDOW, Duration.ZERO, stop).isEmpty());
    }
    take(here).close();
  }

  @Test
  void anInterruptEndsTheWaitAndNothingIsKeptOfIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    Locks slow =
        (request, isGivenUp) -> {
          asked.countDown();
          return shared.take(request, isGivenUp);
        };
    SingleFlight flight = new SingleFlight(slow);
    try (SingleFlight.Turn held = take(there)) {
      FutureTask<Boolean> waiting =
          new FutureTask<>(
              () -> {
                assertThrows(InterruptedException.class, () -> flight.take(WINDOW, LONG, stop));
                return true;
              });
      Thread thread = new Thread(waiting);
      thread.start();
      assertTrue(asked.await(20, TimeUnit.SECONDS), "it waits for the other process");
      thread.interrupt();
      assertTrue(waiting.get(20, TimeUnit.SECONDS));
    }
    take(flight).close();
  }
}
