package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every circuit breaker does, whoever keeps its state. Written once; each implementation has a
 * subclass that makes it and moves its clock.
 */
abstract class CircuitBreakerContract {
  static final Duration OPEN_FOR = Duration.ofSeconds(60);
  static final Duration DEADLINE = Duration.ofSeconds(30);
  static final Duration LEASE = DEADLINE.plusSeconds(2);

  final List<String> moves = Collections.synchronizedList(new ArrayList<>());
  final List<String> reasons = Collections.synchronizedList(new ArrayList<>());

  private @Nullable Subject subject;

  /** A closed breaker. */
  abstract Subject subject(BreakerSettings settings, BreakerListener listener);

  @BeforeEach
  void createBreaker() {
    create(BreakerSettings.openFor(OPEN_FOR));
  }

  @AfterEach
  void closeBreaker() {
    subject().close();
  }

  /** Takes another one instead. */
  final void create(BreakerSettings settings) {
    if (subject != null) {
      subject.close();
    }
    subject =
        subject(
            settings,
            (service, from, to, reason) -> {
              moves.add(service + " " + from + ">" + to);
              reasons.add(reason);
            });
  }

  @Test
  void startsClosedAndKnowsItsService() {
    assertEquals(State.CLOSED, breaker().state());
    assertEquals("service", breaker().service());
  }

  @Test
  void opensAfterFiveConsecutiveFailures() {
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
    fail(1);
    assertEquals(State.OPEN, breaker().state());
    assertEquals(List.of("service CLOSED>OPEN"), moves);
  }

  @Test
  void aSuccessSetsTheCountToZero() {
    fail(4);
    permit().ok();
    settle();
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
    fail(1);
    assertEquals(State.OPEN, breaker().state());
  }

  @Test
  void anIgnoredCallNeitherCountsNorResets() {
    fail(4);
    permit().ignore();
    settle();
    permit().close();
    settle();
    assertEquals(State.CLOSED, breaker().state());
    fail(1);
    assertEquals(State.OPEN, breaker().state());
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
    pass(OPEN_FOR.minusMillis(1));
    assertEquals(Duration.ofMillis(1), denial().retryIn());
    pass(Duration.ofMillis(1));
    assertEquals(State.OPEN, breaker().state());
    permit();
    assertEquals(State.HALF_OPEN, breaker().state());
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
    settle();
    assertEquals(State.CLOSED, breaker().state());
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
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
    settle();
    assertEquals(State.OPEN, breaker().state());
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
    settle();
    permit();
    denial();
    assertEquals(State.HALF_OPEN, breaker().state());
  }

  @Test
  void aTrialThatNeverReportsIsGivenUpAtItsDeadline() {
    halfOpen();
    permit();
    permit();
    permit();
    pass(LEASE.minusMillis(1));
    denial();
    pass(Duration.ofMillis(1));
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
    settle();
    assertEquals(State.HALF_OPEN, breaker().state());
    earlyToo.fail("late");
    settle();
    assertEquals(State.HALF_OPEN, breaker().state());
    Permit otherTrial = permit();
    trial.fail("HTTP 500");
    settle();
    otherTrial.ok();
    settle();
    assertEquals(State.OPEN, breaker().state());
  }

  @Test
  void onlyTheFirstReportOfAPermitCounts() {
    Permit permit = permit();
    for (int i = 0; i < 5; i++) {
      permit.fail("HTTP 500");
    }
    permit.close();
    settle();
    assertEquals(State.CLOSED, breaker().state());
  }

  @Test
  void manyThreadsGetExactlyThreeTrials() throws Exception {
    halfOpen();
    CircuitBreaker shared = breaker();
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
                  return shared.acquire(DEADLINE);
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

  final Subject subject() {
    return requireNonNull(subject);
  }

  final CircuitBreaker breaker() {
    return subject().breaker();
  }

  final void pass(Duration time) {
    subject().pass(time);
  }

  final void settle() {
    subject().settle();
  }

  final void halfOpen() {
    fail(5);
    pass(OPEN_FOR);
  }

  final void fail(int times) {
    for (int i = 0; i < times; i++) {
      permit().fail("HTTP 500");
    }
    settle();
  }

  final Permit permit() {
    return assertInstanceOf(Permit.class, breaker().acquire(DEADLINE));
  }

  final Denial denial() {
    return assertInstanceOf(Denial.class, breaker().acquire(DEADLINE));
  }
}
