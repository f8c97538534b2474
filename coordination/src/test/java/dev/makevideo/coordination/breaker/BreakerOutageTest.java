package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.TestRedis;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.RedisServer;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an outage in the middle of trials when Redis is there again. */
class BreakerOutageTest {
  private static final Duration OPEN_FOR = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(1, OPEN_FOR, 3, Duration.ofMillis(10), Duration.ofSeconds(2));
  private static final BreakerListener NOBODY = (service, from, to, reason) -> {};

  @TempDir Path directory;
  private RedisServer server;
  private RedisConnection redis;
  private RedisBreakers breakers;
  private CircuitBreaker breaker;

  @BeforeEach
  void openBreaker() throws IOException {
    server = new RedisServer(directory);
    redis = RedisConnection.open(TestRedis.settings(server));
    breakers = RedisBreakers.open(redis, "one", Map.of("service", SETTINGS), NOBODY);
    Await.until(SOON, breakers::isShared);
    breaker = breakers.breaker("service");
    permit().fail("HTTP 500");
    Await.until(SOON, () -> breaker.state() == State.OPEN);
  }

  @AfterEach
  void stop() {
    breakers.close();
    redis.close();
    server.close();
  }

  /** Redis did what a caller asked for who had given up: it granted a trial to nobody. */
  @Test
  void aTrialThatNobodyReceivedBlocksNobody() {
    Await.until(SOON, this::isTrialsTime);
    standAlone();
    var asked = redis.get().orElseThrow().async().ping();
    Await.until(SOON, asked.toCompletableFuture()::isCompletedExceptionally);
    server.thaw();
    Await.until(SOON, breakers::isShared);
    List<Permit> trials = new ArrayList<>();
    Await.until(
        SOON,
        () -> {
          if (breaker.acquire(LONG) instanceof TrialPermit trial) {
            trials.add(trial);
          }
          return trials.size() == 3;
        });
  }

  @Test
  void whatATrialReportsDuringAnOutageReachesRedisAfterwards() {
    Permit first = trial();
    Permit second = trial();
    Permit third = trial();
    server.freeze();
    breaker.acquire(LONG);
    assertTrue(!breakers.isShared(), "the outage was noticed");
    second.ignore();
    third.ignore();
    first.ok();
    assertEquals(State.CLOSED, breaker.state());
    server.thaw();
    Await.until(SOON, () -> breakers.isShared() && breaker.state() == State.CLOSED);
    assertInstanceOf(ClosedPermit.class, breaker.acquire(LONG));
  }

  /** Redis knows nothing of them, and neither does the next stand-in. */
  @Test
  void trialsOfAStandInTakePlacesAfterItUntilTheyReport() {
    Await.until(SOON, this::isTrialsTime);
    standAlone();
    List<Permit> three = new ArrayList<>();
    for (int i = 0; i < SETTINGS.trials(); i++) {
      three.add(assertInstanceOf(InProcessBreaker.GrantedTrial.class, breaker.acquire(LONG)));
    }
    share();
    assertInstanceOf(Denial.class, breaker.acquire(LONG), "all places are taken");
    three.get(0).ignore();
    assertInstanceOf(TrialPermit.class, trial());
    assertInstanceOf(Denial.class, breaker.acquire(LONG), "two are in flight still, and a new one");
    standAlone();
    assertInstanceOf(Denial.class, breaker.acquire(LONG), "the same for the next stand-in");
    three.get(1).ignore();
    assertInstanceOf(InProcessBreaker.GrantedTrial.class, breaker.acquire(LONG));
    assertInstanceOf(Denial.class, breaker.acquire(LONG));
    three.get(2).ok();
    assertEquals(State.HALF_OPEN, breaker.state(), "who stands in no more decides nothing");
    assertInstanceOf(InProcessBreaker.GrantedTrial.class, breaker.acquire(LONG));
  }

  private void standAlone() {
    server.freeze();
    if (breaker.acquire(LONG) instanceof Permit noticed) {
      noticed.ignore();
    }
    breakers.read(); // who has all places taken asks nothing
    Await.until(SOON, () -> !breakers.isShared());
  }

  private void share() {
    server.thaw();
    awaitShared(breakers);
  }

  /** Redis grants, but a stand-in has taken over meanwhile and has granted all that it may. */
  @Test
  void anAnswerThatComesTooLateGrantsNothingMoreThanTheStandInDid() throws Exception {
    AtomicReference<Supplier<Optional<StatefulRedisConnection<String, String>>>> connection =
        new AtomicReference<>(redis::get);
    try (RedisBreakers two =
        new RedisBreakers(
            new BreakerScripts(() -> requireNonNull(connection.get()).get(), "two"),
            System::nanoTime,
            Map.of("service", SETTINGS),
            NOBODY)) {
      CircuitBreaker mine = two.breaker("service");
      awaitShared(two);
      trial().ignore(); // time for trials
      CountDownLatch asking = new CountDownLatch(1);
      CountDownLatch answered = new CountDownLatch(1);
      connection.set(
          () -> {
            asking.countDown();
            pass(answered);
            return redis.get();
          });
      CompletableFuture<Admission> late = CompletableFuture.supplyAsync(() -> mine.acquire(LONG));
      pass(asking);
      connection.set(Optional::empty);
      two.read(); // stands alone
      for (int i = 0; i < SETTINGS.trials(); i++) {
        assertInstanceOf(Permit.class, mine.acquire(LONG));
      }
      answered.countDown();
      assertInstanceOf(Denial.class, late.get(SOON.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  /** A command that fails late must not leave breakers alone which were just found again. */
  @Test
  void noBreakerStaysAloneWhenAFailureAndAnAnswerComeTogether() throws Exception {
    AtomicReference<Supplier<Optional<StatefulRedisConnection<String, String>>>> connection =
        new AtomicReference<>(redis::get);
    Map<String, BreakerSettings> services = new HashMap<>();
    IntStream.range(0, 50).forEach(i -> services.put("s" + i, SETTINGS));
    try (RedisBreakers many =
        new RedisBreakers(
            new BreakerScripts(() -> requireNonNull(connection.get()).get(), "two"),
            System::nanoTime,
            services,
            NOBODY)) {
      for (int round = 0; round < 300; round++) {
        connection.set(redis::get);
        awaitShared(many);
        Permit permit = assertInstanceOf(ClosedPermit.class, many.breaker("s0").acquire(LONG));
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch fails = new CountDownLatch(1);
        connection.set(
            () -> {
              sending.countDown();
              pass(fails);
              return Optional.empty();
            });
        Thread late = new Thread(() -> permit.fail("HTTP 500"));
        late.start();
        pass(sending);
        connection.set(Optional::empty);
        many.read(); // all stand alone
        connection.set(redis::get);
        var answer = many.read();
        fails.countDown();
        answer.handle((nothing, error) -> true).get(SOON.toMillis(), TimeUnit.MILLISECONDS);
        late.join(SOON.toMillis());
        awaitShared(many);
        for (String service : services.keySet()) {
          assertInstanceOf(
              ClosedPermit.class, many.breaker(service).acquire(LONG), "round " + round);
        }
      }
    }
  }

  private static void awaitShared(RedisBreakers breakers) {
    Await.until(
        SOON,
        () -> {
          if (!breakers.isShared()) {
            breakers.read();
          }
          return breakers.isShared();
        });
  }

  private static void pass(CountDownLatch latch) {
    try {
      if (!latch.await(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not within " + SOON);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTrialsTime() {
    return breaker.acquire(LONG) instanceof Permit permit && given(permit);
  }

  private static boolean given(Permit permit) {
    permit.ignore();
    return true;
  }

  private Permit permit() {
    return assertInstanceOf(Permit.class, breaker.acquire(LONG));
  }

  private Permit trial() {
    List<Permit> trial = new ArrayList<>();
    Await.until(
        SOON,
        () -> {
          if (breaker.acquire(LONG) instanceof TrialPermit permit) {
            trial.add(permit);
          }
          return !trial.isEmpty();
        });
    return trial.get(0);
  }
}
