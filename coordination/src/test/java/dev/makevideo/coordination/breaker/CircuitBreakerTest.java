package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Duration OPEN_FOR = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // the clock may wrap round
  private final List<String> moves = new ArrayList<>();
  private final CircuitBreaker breaker =
      new InProcessBreaker(
          "service",
          BreakerSettings.openFor(OPEN_FOR),
          now::get,
          (service, from, to, reason) -> moves.add(service + " " + from + ">" + to));

  @Test
  void startsClosedAndKnowsItsService() {
    assertEquals(State.CLOSED, breaker.state());
    assertEquals("service", breaker.service());
  }

  @Test
  void opensAfterFiveConsecutiveFailures() {
    fail(4);
    assertEquals(State.CLOSED, breaker.state());
    fail(1);
    assertEquals(State.OPEN, breaker.state());
    assertEquals(List.of("service CLOSED>OPEN"), moves);
  }

  @Test
  void aSuccessSetsTheCountToZero() {
    fail(4);
    permit().ok();
    fail(4);
    assertEquals(State.CLOSED, breaker.state());
    fail(1);
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void anIgnoredCallNeitherCountsNorResets() {
    fail(4);
    permit().ignore();
    permit().close();
    assertEquals(State.CLOSED, breaker.state());
    fail(1);
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void whileOpenEveryCallIsToldTheTimeThatIsLeft() {
    fail(5);
    assertEquals(OPEN_FOR, denial().retryIn());
    assertEquals("circuit open after 5 failures in a row: HTTP 500", denial().reason());
    pass(Duration.ofSeconds(59));
    assertEquals(Duration.ofSeconds(1), denial().retryIn());
  }

  @Test
  void theFirstCallAfterTheTimeIsATrial() {
    fail(5);
    pass(OPEN_FOR.minusNanos(1));
    assertEquals(Duration.ofNanos(1), denial().retryIn());
    pass(Duration.ofNanos(1));
    assertEquals(State.OPEN, breaker.state());
    permit();
    assertEquals(State.HALF_OPEN, breaker.state());
  }

  @Test
  void halfOpenAdmitsThreeTrialsAtOnceAndNoMore() {
    halfOpen();
    permit();
    permit();
    permit();
    Denial denial = denial();
    assertEquals(Duration.ofSeconds(2), denial.retryIn());
    assertTrue(denial.reason().contains("HTTP 500"), denial.reason());
  }

  @Test
  void theFirstSuccessfulTrialCloses() {
    halfOpen();
    permit();
    permit().ok();
    assertEquals(State.CLOSED, breaker.state());
    fail(4);
    assertEquals(State.CLOSED, breaker.state());
    assertEquals(
        List.of("service CLOSED>OPEN", "service OPEN>HALF_OPEN", "service HALF_OPEN>CLOSED"),
        moves);
  }

  @Test
  void theFirstFailedTrialOpensForTheWholeTimeAgain() {
    halfOpen();
    Permit trial = permit();
    pass(Duration.ofSeconds(5));
    trial.fail("HTTP 502");
    assertEquals(State.OPEN, breaker.state());
    assertEquals(OPEN_FOR, denial().retryIn());
    assertEquals("circuit open after a failed trial: HTTP 502", denial().reason());
  }

  @Test
  void anIgnoredTrialMakesRoomForAnother() {
    halfOpen();
    Permit first = permit();
    permit();
    permit();
    first.ignore();
    permit();
    denial();
    assertEquals(State.HALF_OPEN, breaker.state());
  }

  @Test
  void aTrialThatNeverReportsIsGivenUpAtItsDeadline() {
    halfOpen();
    permit();
    permit();
    permit();
    pass(DEADLINE.minusNanos(1));
    denial();
    pass(Duration.ofNanos(1));
    permit();
    permit();
    permit();
    denial();
  }

  @Test
  void aReportFromAnEarlierPeriodSaysNothing() {
    Permit early = permit();
    Permit earlyToo = permit();
    halfOpen();
    Permit trial = permit();
    early.ok();
    assertEquals(State.HALF_OPEN, breaker.state());
    earlyToo.fail("late");
    assertEquals(State.HALF_OPEN, breaker.state());
    Permit otherTrial = permit();
    trial.fail("HTTP 500");
    otherTrial.ok();
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void onlyTheFirstReportOfAPermitCounts() {
    Permit permit = permit();
    for (int i = 0; i < 5; i++) {
      permit.fail("HTTP 500");
    }
    permit.close();
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void manyThreadsGetExactlyThreeTrials() throws Exception {
    halfOpen();
    int threads = 8;
    CountDownLatch together = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Admission>> asked = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        asked.add(
            pool.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return breaker.acquire(DEADLINE);
                }));
      }
      int granted = 0;
      for (Future<Admission> answer : asked) {
        granted += answer.get(10, TimeUnit.SECONDS) instanceof Permit ? 1 : 0;
      }
      assertEquals(3, granted);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void settingsMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> BreakerSettings.openFor(Duration.ZERO));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new BreakerSettings(0, OPEN_FOR, 3, OPEN_FOR));
    assertEquals("failures must be more than zero, and is 0", e.getMessage());
    assertEquals(
        new BreakerSettings(5, OPEN_FOR, 3, Duration.ofSeconds(2)),
        BreakerSettings.openFor(OPEN_FOR));
    assertThrows(IllegalArgumentException.class, () -> new Denial(Duration.ZERO, ""));
  }

  @Test
  void statesHaveTheLabelsAndCodesOfTheMetrics() {
    assertEquals("half_open", State.HALF_OPEN.label());
    assertEquals(0, State.CLOSED.code());
    assertEquals(1, State.OPEN.code());
    assertEquals(2, State.HALF_OPEN.code());
  }

  private void halfOpen() {
    fail(5);
    pass(OPEN_FOR);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      permit().fail("HTTP 500");
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private Permit permit() {
    return (Permit) breaker.acquire(DEADLINE);
  }

  private Denial denial() {
    return (Denial) breaker.acquire(DEADLINE);
  }
}
