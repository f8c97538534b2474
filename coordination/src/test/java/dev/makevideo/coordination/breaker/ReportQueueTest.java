package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
  private final List<Outcomes> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
  private final List<Totals> totals = new ArrayList<>();
  private long present = 1;
  private final ReportQueue queue =
      new ReportQueue(
          (outcomes, calls) -> {
            sent.add(outcomes);
            totals.add(calls);
            CompletableFuture<Void> answer = new CompletableFuture<>();
            underWay.add(answer);
            return answer;
          },
          period -> period == present);

  @Test
  void sendsAtOnceWhenNothingIsUnderWay() {
    assertTrue(queue.isEmpty());
    queue.add(1, "a");
    assertEquals(List.of(Outcomes.none(1).fail("a")), sent);
    assertFalse(queue.isEmpty());
    underWay.get(0).complete(null);
    assertTrue(queue.isEmpty());
  }

  @Test
  void whatComesMeanwhileGoesInOneReport() {
    for (int i = 0; i < 1000; i++) {
      queue.add(1, i % 10 == 0 ? null : "a");
    }
    assertEquals(1, sent.size());
    underWay.get(0).complete(null);
    assertEquals(2, sent.size());
    assertEquals(new Outcomes(1, 9, true, 9, 9, "a"), sent.get(1));
    assertEquals(List.of(new Totals(1, 0), new Totals(99, 900)), totals);
    underWay.get(1).complete(null);
    assertTrue(queue.isEmpty());
    assertEquals(2, sent.size());
  }

  @Test
  void aReportThatFailsHoldsNothingUp() {
    queue.add(1, null);
    queue.add(1, "a");
    underWay.get(0).completeExceptionally(new IllegalStateException("on purpose"));
    assertEquals(2, sent.size());
    underWay.get(1).complete(null);
    assertTrue(queue.isEmpty());
  }

  @Test
  void whatWaitsFromAnEarlierPeriodIsDropped() {
    queue.add(1, null);
    queue.add(1, "early");
    present = 2;
    queue.add(2, "late");
    underWay.get(0).complete(null);
    assertEquals(Outcomes.none(2).fail("late"), sent.get(1));
    assertEquals(new Totals(0, 2), totals.get(1), "though what it says is dropped, it is counted");
  }

  @Test
  void anOutcomeOfAnEarlierPeriodIsOnlyCounted() {
    present = 2;
    queue.add(1, "early");
    assertTrue(queue.isEmpty());
    queue.add(2, null);
    queue.add(1, "early too");
    queue.add(2, "a");
    underWay.get(0).complete(null);
    assertEquals(List.of(Outcomes.none(2).ok(), Outcomes.none(2).fail("a")), sent);
    assertEquals(List.of(new Totals(1, 1), new Totals(0, 2)), totals);
  }

  @Test
  void drainTakesOutWhatWaitsAndNothingElse() {
    queue.add(1, null);
    queue.add(1, "a");
    assertEquals(Outcomes.none(1).fail("a"), queue.drain());
    assertEquals(Outcomes.NONE, queue.drain());
    assertFalse(queue.isEmpty(), "one is under way");
    underWay.get(0).complete(null);
    assertTrue(queue.isEmpty());
    assertEquals(1, sent.size());
  }

  @Test
  void oneIsUnderWayAtATimeAndNoFailureIsLostHoweverManyReport() throws Exception {
    AtomicInteger together = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    AtomicInteger counted = new AtomicInteger();
    ExecutorService redis = Executors.newSingleThreadExecutor();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try {
      ReportQueue busy =
          new ReportQueue(
              (outcomes, calls) -> {
                most.accumulateAndGet(together.incrementAndGet(), Math::max);
                failures.addAndGet(outcomes.before());
                counted.addAndGet((int) calls.failures());
                return outcomes.before() % 2 == 0
                    ? done(together)
                    : CompletableFuture.runAsync(together::decrementAndGet, redis);
              },
              period -> true);
      CountDownLatch start = new CountDownLatch(4);
      List<Future<?>> reporting = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        reporting.add(
            callers.submit(
                () -> {
                  start.countDown();
                  start.await();
                  for (int i = 0; i < 5_000; i++) {
                    busy.add(1, "a");
                  }
                  return null;
                }));
      }
      for (Future<?> caller : reporting) {
        caller.get(30, TimeUnit.SECONDS);
      }
      Await.until(Duration.ofSeconds(30), busy::isEmpty);
      assertEquals(20_000, failures.get());
      assertEquals(20_000, counted.get());
      assertEquals(1, most.get());
    } finally {
      callers.shutdownNow();
      redis.shutdownNow();
    }
  }

  private static CompletableFuture<Void> done(AtomicInteger together) {
    together.decrementAndGet();
    return CompletableFuture.completedFuture(null);
  }
}
