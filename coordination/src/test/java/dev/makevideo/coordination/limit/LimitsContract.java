package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.Limits.Decision;
import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all limits promise, by the clock on the wall. */
abstract class LimitsContract {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  abstract Limits limits();

  @Test
  void aBurstIsHadAtOnceAndThenItIsEven() {
    LimitPolicy policy = LimitPolicy.bucket("jobs", 3600, HOUR, 5);
    for (int left = 4; left >= 0; left--) {
      Decision decision = limits().take("ann", policy, 1);
      assertTrue(decision.allowed());
      assertEquals(left, decision.remaining());
      assertEquals(Duration.ZERO, decision.retryAfter());
    }
    Decision refused = limits().take("ann", policy, 1);
    assertFalse(refused.allowed());
    assertEquals(0, refused.remaining());
    assertBetween(1, 1000, refused.retryAfter());
    assertBetween(4000, 5000, refused.resetAfter());
  }

  @Test
  void whoWaitsAsLongAsIsSaidIsAllowed() {
    for (LimitPolicy policy :
        List.of(
            LimitPolicy.bucket("jobs", 20, Duration.ofSeconds(2), 1),
            LimitPolicy.window("calls", 1, Duration.ofMillis(300)))) {
      assertTrue(limits().take("ann", policy, 1).allowed());
      Decision refused = limits().take("ann", policy, 1);
      assertFalse(refused.allowed());
      long end = System.nanoTime() + refused.retryAfter().toNanos();
      Await.until("the time is over", SOON, () -> System.nanoTime() > end);
      assertTrue(limits().take("ann", policy, 1).allowed(), policy.name());
    }
  }

  @Test
  void aWindowIsHadAtOnceAndNoMore() {
    LimitPolicy policy = LimitPolicy.window("minutes", 60, Duration.ofDays(1));
    assertEquals(20, limits().take("ann", policy, 40).remaining());
    Decision refused = limits().take("ann", policy, 21);
    assertFalse(refused.allowed());
    assertEquals(20, refused.remaining());
    assertTrue(limits().take("ann", policy, 20).allowed());
    assertBetween(86_400_000, 87_900_000, refused.retryAfter());
  }

  @Test
  void tenantsAndPoliciesAreOnTheirOwn() {
    LimitPolicy jobs = LimitPolicy.bucket("jobs", 1, HOUR, 1);
    LimitPolicy calls = LimitPolicy.bucket("calls", 1, HOUR, 1);
    assertTrue(limits().take("ann", jobs, 1).allowed());
    assertFalse(limits().take("ann", jobs, 1).allowed());
    assertTrue(limits().take("bob", jobs, 1).allowed());
    assertTrue(limits().take("ann", calls, 1).allowed());
  }

  @Test
  void aLookCountsNothing() {
    for (LimitPolicy policy :
        List.of(LimitPolicy.bucket("jobs", 3, HOUR, 3), LimitPolicy.window("calls", 3, HOUR))) {
      limits().take("ann", policy, 1);
      for (int look = 0; look < 5; look++) {
        Decision decision = limits().take("ann", policy, 0);
        assertTrue(decision.allowed());
        assertEquals(2, decision.remaining());
      }
      limits().take("ann", policy, 2);
      assertEquals(0, limits().take("ann", policy, 0).remaining());
    }
  }

  @Test
  void whatIsRefusedIsNotCounted() {
    LimitPolicy policy = LimitPolicy.bucket("jobs", 1, HOUR, 10);
    assertTrue(limits().take("ann", policy, 6).allowed());
    assertFalse(limits().take("ann", policy, 5).allowed());
    assertTrue(limits().take("ann", policy, 4).allowed());
  }

  static List<LimitPolicy> policies() {
    return List.of(
        LimitPolicy.bucket("jobs", 40, Duration.ofMillis(400), 10),
        LimitPolicy.bucket("odd", 7, Duration.ofMillis(97), 1),
        LimitPolicy.window("calls", 30, Duration.ofMillis(300)));
  }

  /** What was had in any span is counted from the moment before it was asked for. */
  @ParameterizedTest
  @MethodSource("policies")
  void noSpanHasMoreThanQuotaAndBurst(LimitPolicy policy) throws Exception {
    ConcurrentSkipListMap<Long, Long> had = new ConcurrentSkipListMap<>();
    AtomicLong sequence = new AtomicLong();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      threads.execute(
          () -> {
            while (System.nanoTime() < end) {
              long asked = System.nanoTime();
              if (limits().take("ann", policy, 1).allowed()) {
                had.put(asked * 1000 + sequence.incrementAndGet() % 1000, System.nanoTime());
              }
            }
          });
    }
    threads.shutdown();
    assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    long most = policy.quota() + policy.burst();
    assertTrue(had.size() >= policy.quota(), "had " + had.size());
    for (var first : had.entrySet()) {
      // Whoever was asked and answered within the span was counted in it.
      long from = first.getKey() / 1000;
      long until = from + policy.per().toNanos();
      long within = had.tailMap(first.getKey()).values().stream().filter(at -> at < until).count();
      assertTrue(within <= most, within + " within " + policy.per() + "; allowed: " + most);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    LimitPolicy policy = LimitPolicy.bucket("jobs", 5, HOUR, 3);
    for (long cost : new long[] {-1, 4}) {
      assertThrows(IllegalArgumentException.class, () -> limits().take("ann", policy, cost));
    }
    assertThrows(IllegalArgumentException.class, () -> limits().take("", policy, 1));
    assertThrows(IllegalArgumentException.class, () -> limits().take("x".repeat(201), policy, 1));
  }

  private static void assertBetween(long least, long most, Duration duration) {
    assertTrue(duration.toMillis() >= least && duration.toMillis() <= most, "it is " + duration);
  }
}
