package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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

  @Test
  void standsAloneUntilItHasRead() {
    RedisBreakers fresh =
        new RedisBreakers(
            PatientScripts.over(redis, "fresh", UnaryOperator.identity()),
            clock::nanoTime,
            Map.of(SERVICE, BreakerSettings.openFor(OPEN_FOR)),
            (service, from, to, reason) -> {});
    assertFalse(fresh.isShared());
    fail((SharedBreaker) fresh.breaker(SERVICE), 5);
    assertEquals(State.OPEN, fresh.breaker(SERVICE).state());
    read(breakers);
    assertEquals(State.CLOSED, breaker.state());
    fresh.close();
  }

  @Test
  void whatIsKnownToBeOpenAsksNobody() {
    fail(breaker, 5);
    gone = true;
    denial(breaker);
    clock.pass(OPEN_FOR.minusMillis(1));
    denial(breaker);
    assertTrue(breakers.isShared(), "it did not notice that Redis is gone");
    clock.pass(Duration.ofMillis(1));
    permit(breaker);
    assertFalse(breakers.isShared());
  }

  @Test
  void theAnswerSaysThatOthersClosedIt() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    permit(breaker);
    read(others);
    permit(other).ok();
    settle(other);
    assertEquals(State.HALF_OPEN, breaker.state());
    fail(breaker, 5);
    assertEquals(State.OPEN, breaker.state());
    assertTrue(events.contains("learned HALF_OPEN>CLOSED: a trial succeeded"), events.toString());
  }

  @Test
  void theAnswerSaysThatOthersOpenedIt() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    permit(breaker);
    read(others);
    permit(other).fail("HTTP 502");
    settle(other);
    clock.pass(Duration.ofSeconds(1));
    Denial denial = denial(breaker);
    assertEquals(OPEN_FOR.minusSeconds(1), denial.retryIn());
    assertEquals("circuit open after a failed trial: HTTP 502", denial.reason());
    assertEquals(State.OPEN, breaker.state());
  }

  @Test
  void trialsAreCountedInTheTotalsToo() {
    fail(breaker, 5);
    clock.pass(OPEN_FOR);
    permit(breaker).ignore();
    permit(breaker).ok();
    settle(breaker);
    Map<String, String> calls = redis.connection().sync().hgetall(RedisKeys.breakerCalls(SERVICE));
    assertEquals(Map.of("ok", "1", "fail", "5"), calls);
  }
}
