package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a process goes on without Redis, and comes back. Redis is gone for one process of two; time
 * is moved by hand, and states are read when the test says so.
 */
@SuppressWarnings("NullAway.Init") // by startRedis and open
class StandInTest {
  private static final String SERVICE = Subject.SERVICE;
  private static final Duration OPEN_FOR = Duration.ofSeconds(60);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration BOUND = PatientRedis.PATIENCE;

  @TempDir private static Path directory;
  private static PatientRedis redis;

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final BreakerListener listener =
      new BreakerListener() {
        @Override
        public void moved(String service, State from, State to, String reason) {
          events.add("moved " + from + ">" + to);
        }

        @Override
        public void learned(String service, State from, State to, String reason) {
          events.add("learned " + from + ">" + to + ": " + reason);
        }
      };
  private volatile boolean gone;
  private RedisClock clock;
  private RedisBreakers breakers;
  private RedisBreakers others;
  private SharedBreaker breaker;
  private SharedBreaker other;

  @BeforeAll
  static void startRedis() throws IOException {
    redis = new PatientRedis(directory);
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @BeforeEach
  void open() {
    redis.connection().sync().flushall();
    clock = new RedisClock(redis.connection());
    Map<String, BreakerSettings> services = Map.of(SERVICE, BreakerSettings.openFor(OPEN_FOR));
    breakers =
        new RedisBreakers(
            new BreakerScripts(
                () -> gone ? Optional.empty() : Optional.of(redis.connection()),
                "me",
                PatientRedis.PATIENCE,
                RedisClock::edit),
            clock::nanoTime,
            services,
            listener);
    others =
        new RedisBreakers(
            redis.scripts("other", UnaryOperator.identity()),
            clock::nanoTime,
            services,
            (service, from, to, reason) -> {});
    breaker = (SharedBreaker) breakers.breaker(SERVICE);
    other = (SharedBreaker) others.breaker(SERVICE);
    read(breakers);
    read(others);
  }

  @AfterEach
  void close() {
    breakers.close();
    others.close();
  }

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

  private void loseRedis() {
    gone = true;
    breakers.read();
    assertFalse(breakers.isShared());
  }

  private void fail(SharedBreaker failing, int times) {
    for (int i = 0; i < times; i++) {
      permit(failing).fail("HTTP 500");
    }
    settle(failing);
  }

  private static void settle(SharedBreaker reporting) {
    Await.until(BOUND, reporting::isSettled);
  }

  private static void read(RedisBreakers all) {
    try {
      all.read().get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the states could not be read", e);
    }
  }

  private static Permit permit(SharedBreaker asked) {
    return assertInstanceOf(Permit.class, asked.acquire(DEADLINE));
  }

  private static Denial denial(SharedBreaker asked) {
    return assertInstanceOf(Denial.class, asked.acquire(DEADLINE));
  }
}
