package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier period admitted says nothing to a breaker that stands alone. */
class EarlierPeriodsTest extends TwoProcesses {
  @Test
  void whatIsReportedFromAnEarlierPeriodSaysNothing() {
    List<Permit> early = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      early.add(permit(breaker));
    }
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    permit(breaker).ok();
    settle(breaker);
    assertEquals(State.CLOSED, breaker.state());
    loseRedis();
    early.forEach(permit -> permit.fail("late"));
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void whatSharedPeriodsAdmittedSaysNothingOnceItHasMovedAlone() {
    List<Permit> shared = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      shared.add(permit(breaker));
    }
    loseRedis();
    for (int i = 0; i < 5; i++) {
      permit(breaker).fail("HTTP 500");
    }
    clock.pass(OPEN_FOR);
    permit(breaker).ok();
    assertEquals(State.CLOSED, breaker.state());
    shared.forEach(permit -> permit.fail("late"));
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void aTrialOfAnEarlierHalfOpenPeriodTakesNoPlaceAndSaysNothing() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit early = assertInstanceOf(Permit.class, breaker.acquire(OPEN_FOR.multipliedBy(9)));
    permit(breaker).fail("HTTP 500");
    settle(breaker);
    clock.pass(OPEN_FOR);
    Permit present = permit(breaker);
    loseRedis();
    permit(breaker);
    permit(breaker);
    denial(breaker);
    early.ok();
    assertEquals(State.HALF_OPEN, breaker.state());
    present.ok();
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void aSharedTrialSaysNothingInAHalfOpenPeriodOfItsOwn() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit shared = permit(breaker);
    loseRedis();
    permit(breaker).fail("HTTP 500");
    clock.pass(OPEN_FOR);
    permit(breaker);
    assertEquals(State.HALF_OPEN, breaker.state());
    shared.ok();
    assertEquals(State.HALF_OPEN, breaker.state());
  }
}
