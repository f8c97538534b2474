package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a process goes on without Redis, and comes back. */
class StandInTest extends TwoProcesses {
  @Test
  void carriesOnWithTheTimeThatIsLeft() {
    fail(breaker, 5);
    clock.pass(Duration.ofSeconds(20));
    loseRedis();
    assertEquals(State.OPEN, breaker.state());
    Denial denial = denial(breaker);
    assertEquals(Duration.ofSeconds(40), denial.retryIn());
    assertEquals("circuit open after 5 failures in a row: HTTP 500", denial.reason());
    clock.pass(Duration.ofSeconds(40));
    permit(breaker).ok();
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void carriesOnWithTheFailuresSoFar() {
    fail(breaker, 3);
    loseRedis();
    permit(breaker).fail("HTTP 500");
    assertEquals(State.CLOSED, breaker.state());
    permit(breaker).fail("HTTP 500");
    assertEquals(State.OPEN, breaker.state());
    assertEquals(List.of("moved CLOSED>OPEN"), events);
  }

  @Test
  void itsOwnTrialsInFlightKeepTheirPlaces() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit first = permit(breaker);
    permit(breaker);
    clock.pass(Duration.ofSeconds(2));
    loseRedis();
    assertEquals(State.HALF_OPEN, breaker.state());
    permit(breaker);
    denial(breaker);
    first.ignore();
    permit(breaker);
    denial(breaker);
    clock.pass(Duration.ofSeconds(30)); // the second's lease ends, not those of the later ones
    permit(breaker);
    denial(breaker);
  }

  @Test
  void aTrialInFlightDecides() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit trial = permit(breaker);
    Permit late = permit(breaker);
    loseRedis();
    trial.ok();
    assertEquals(State.CLOSED, breaker.state());
    late.fail("HTTP 500");
    assertEquals(State.CLOSED, breaker.state());
  }

  @Test
  void aTrialThatFailsOpens() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit trial = permit(breaker);
    loseRedis();
    trial.fail("HTTP 502");
    assertEquals("circuit open after a failed trial: HTTP 502", denial(breaker).reason());
  }

  @Test
  void aTrialIsReportedToWhoStandsInWhenTheReportFindsRedisGone() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    Permit trial = permit(breaker);
    gone = true;
    trial.ok();
    assertEquals(State.CLOSED, breaker.state());
    assertFalse(breakers.isShared());
    assertTrue(breaker.isSettled());
  }

  @Test
  void outcomesThatDoNotReachRedisAreCountedHere() {
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      permits.add(permit(breaker));
    }
    gone = true;
    permits.forEach(permit -> permit.fail("HTTP 500"));
    assertEquals(State.OPEN, breaker.state());
    assertFalse(breakers.isShared());
  }

  @Test
  void aCallThatFindsRedisGoneIsAnsweredHere() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    gone = true;
    permit(breaker);
    permit(breaker);
    permit(breaker);
    denial(breaker);
    assertEquals(State.HALF_OPEN, breaker.state());
  }

  @Test
  void givesWayToTheSharedStateWhenRedisIsBack() {
    loseRedis();
    for (int i = 0; i < 5; i++) {
      permit(breaker).fail("HTTP 500");
    }
    assertEquals(State.OPEN, breaker.state());
    gone = false;
    read(breakers);
    assertTrue(breakers.isShared());
    assertEquals(State.CLOSED, breaker.state());
    assertEquals(
        List.of("moved CLOSED>OPEN", "learned OPEN>CLOSED: Redis is there and knows better"),
        events);
  }

  @Test
  void learnsWhatOthersDidMeanwhile() {
    loseRedis();
    fail(other, 5);
    assertEquals(State.CLOSED, breaker.state());
    gone = false;
    read(breakers);
    assertEquals(State.OPEN, breaker.state());
    assertEquals(OPEN_FOR, denial(breaker).retryIn());
    assertEquals(List.of("learned CLOSED>OPEN: Redis is there and knows better"), events);
  }

  @Test
  void theStateOfAnotherProcessIsLearnedOnce() {
    fail(other, 5);
    read(breakers);
    read(breakers);
    assertEquals(State.OPEN, breaker.state());
    redis.connection().sync().flushall();
    clock.pass(Duration.ZERO);
    read(breakers);
    assertEquals(State.CLOSED, breaker.state());
    assertEquals(
        List.of(
            "learned CLOSED>OPEN: circuit open after 5 failures in a row: HTTP 500",
            "learned OPEN>CLOSED: its state was lost"),
        events);
  }
}
