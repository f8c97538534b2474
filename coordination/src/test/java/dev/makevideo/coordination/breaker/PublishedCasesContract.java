package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The behaviours that the test suites of other breakers have and the contract had not; {@code
 * docs/breaker-cases.md} says which case is held by which test.
 */
abstract class PublishedCasesContract extends CircuitBreakerContract {
  @Test
  void everyHalfOpenPeriodHasAllItsTrials() {
    halfOpen();
    for (int round = 0; round < 3; round++) {
      permit();
      permit();
      Permit last = permit();
      denial();
      last.fail("HTTP 500");
      settle();
      pass(OPEN_FOR);
    }
    assertEquals(State.OPEN, breaker().state());
  }

  @Test
  void ignoredTrialsLeaveItHalfOpenUntilOneSucceeds() {
    halfOpen();
    for (int i = 0; i < 7; i++) {
      permit().ignore();
      settle();
      assertEquals(State.HALF_OPEN, breaker().state());
    }
    permit().ok();
    settle();
    assertEquals(State.CLOSED, breaker().state());
  }

  @Test
  void closedAgainItTakesTheWholeRowToOpenIt() {
    halfOpen();
    permit().ok();
    settle();
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
    fail(1);
    assertEquals(State.OPEN, breaker().state());
  }

  @Test
  void aSuccessBeforeOrAmongTheFailuresDoesNotCountForThem() {
    permit().ok();
    fail(3);
    permit().ok();
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
    fail(1);
    assertEquals(State.OPEN, breaker().state());
  }

  @Test
  void whatReportsWhileItIsOpenChangesNothing() {
    Permit ok = permit();
    Permit fails = permit();
    Permit ignored = permit();
    fail(5);
    pass(Duration.ofSeconds(20));
    ok.ok();
    fails.fail("late");
    ignored.ignore();
    settle();
    Denial denial = denial();
    assertEquals(OPEN_FOR.minusSeconds(20), denial.retryIn());
    assertEquals("circuit open after 5 failures in a row: HTTP 500", denial.reason());
  }

  @Test
  void aLateTrialOfAnEarlierHalfOpenPeriodSaysNothing() {
    halfOpen();
    Permit early = permit();
    Permit earlyToo = permit();
    permit().fail("HTTP 500");
    settle();
    pass(OPEN_FOR);
    permit();
    early.ok();
    settle();
    assertEquals(State.HALF_OPEN, breaker().state());
    earlyToo.ignore();
    settle();
    permit();
    permit();
    denial();
  }

  @Test
  void aTrialThatReportsAfterItsLeaseStillCounts() {
    halfOpen();
    Permit slow = permit();
    pass(LEASE.plusSeconds(1));
    assertNotSame(slow, permit());
    slow.ok();
    settle();
    assertEquals(State.CLOSED, breaker().state());
  }

  @Test
  void everyTransitionIsToldOnceWithItsReason() {
    halfOpen();
    permit().fail("HTTP 502");
    settle();
    pass(OPEN_FOR);
    permit().ok();
    settle();
    assertEquals(
        List.of(
            "service CLOSED>OPEN",
            "service OPEN>HALF_OPEN",
            "service HALF_OPEN>OPEN",
            "service OPEN>HALF_OPEN",
            "service HALF_OPEN>CLOSED"),
        moves);
    assertEquals(
        List.of(
            "circuit open after 5 failures in a row: HTTP 500",
            "circuit open after a failed trial: HTTP 502",
            "a trial succeeded"),
        List.of(reasons.get(0), reasons.get(2), reasons.get(4)));
  }

  @Test
  void oneFailureMayBeEnough() {
    create(new BreakerSettings(1, OPEN_FOR, 1, Duration.ofSeconds(3), Duration.ZERO));
    fail(1);
    assertEquals(OPEN_FOR, denial().retryIn());
    pass(OPEN_FOR);
    permit();
    assertEquals(Duration.ofSeconds(3), denial().retryIn());
    pass(DEADLINE);
    permit();
  }

  @Test
  void aDeadlineOutOfRangeIsRefusedInEveryState() {
    for (int state = 0; state < 3; state++) {
      for (Duration odd : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofHours(13))) {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> breaker().acquire(odd));
        assertEquals(
            "deadline must be more than zero and at most PT12H, and is " + odd, e.getMessage());
      }
      if (state == 0) {
        fail(5);
      } else {
        pass(OPEN_FOR);
        permit();
      }
    }
    assertInstanceOf(Permit.class, breaker().acquire(Duration.ofHours(12)));
  }

  @Test
  void whatWasIgnoredOrClosedReportsNoMore() {
    for (int i = 0; i < 5; i++) {
      Permit ignored = permit();
      ignored.ignore();
      ignored.fail("HTTP 500");
      Permit closed = permit();
      closed.close();
      closed.fail("HTTP 500");
    }
    settle();
    assertEquals(State.CLOSED, breaker().state());
    fail(4);
    assertEquals(State.CLOSED, breaker().state());
  }
}
