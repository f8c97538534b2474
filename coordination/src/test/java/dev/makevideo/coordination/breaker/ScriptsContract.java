package dev.makevideo.coordination.breaker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.breaker.BreakerScripts.Reply;
import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.redis.PatientRedis;
import dev.makevideo.coordination.redis.RedisClock;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.Await;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scripts return, keep and publish, to the microsecond. */
abstract class ScriptsContract {
  private static final String SERVICE = Subject.SERVICE;
  private static final String KEY = RedisKeys.breaker(SERVICE);
  private static final Duration OPEN_FOR = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(32);
  private static final long DAY = Duration.ofHours(24).toMillis();
  private static final BreakerSettings SETTINGS = BreakerSettings.openFor(OPEN_FOR);

  private @Nullable RedisClock clock;
  private @Nullable BreakerScripts scripts;

  abstract PatientRedis redis();

  /** What is changed in the scripts. */
  abstract UnaryOperator<String> edit();

  @BeforeEach
  void createScripts() {
    commands().flushall();
    clock = new RedisClock(redis().connection());
    scripts = PatientScripts.over(redis(), "me", edit());
  }

  @Test
  void withoutAnyStateItIsClosedInPeriodZero() {
    Snapshot expected =
        new Snapshot(State.CLOSED, Optional.empty(), 0, micros(), Duration.ZERO, 0, "me", "");
    assertEquals(new Reply("", expected), read(false));
    assertEquals(new Reply("closed", expected), acquire("a"));
    assertEquals(0, commands().exists(KEY));
  }

  @Test
  void theProbeIsWrittenOnlyWhenAskedForAndSoonGone() {
    read(false);
    assertEquals(0, commands().exists(RedisKeys.breakerProbe(SERVICE)));
    read(true);
    long millis = commands().pttl(RedisKeys.breakerProbe(SERVICE));
    assertTrue(millis > 0 && millis <= 1000, "it lives for " + millis + " ms");
  }

  @Test
  void failuresAddUpAndASuccessWithoutAnyWritesNothing() {
    report(0, outcomes("o"));
    assertEquals(0, commands().exists(KEY));
    assertEquals(2, report(0, outcomes("ff")).now().failures());
    assertEquals(3, report(0, outcomes("f")).now().failures());
    assertEquals(3, read(false).now().failures());
    assertEquals(1, report(0, outcomes("fof")).now().failures());
    assertEquals(0, report(0, outcomes("o")).now().failures());
    assertEquals(0, read(false).now().failures());
  }

  @Test
  void theRowThatOpensMayLieAnywhereInASummary() {
    assertEquals(State.CLOSED, report(0, outcomes("fffofofff")).now().state());
    Snapshot open = report(0, outcomes("ff")).now();
    assertEquals(State.OPEN, open.state());
    assertEquals(Optional.of(State.CLOSED), open.moved());
    assertEquals(micros(), open.period());
    assertEquals(micros(), open.at());
    assertEquals(OPEN_FOR, open.left());
    assertEquals(0, open.failures());
    assertEquals("circuit open after 5 failures in a row: HTTP 500", open.reason());
    createScripts();
    assertEquals(State.OPEN, report(0, outcomes("offfffo")).now().state());
    createScripts();
    assertEquals(State.OPEN, report(0, outcomes("fffffo")).now().state());
  }

  @Test
  void aReportFromAnotherPeriodIsLate() {
    assertEquals("counted", report(0, outcomes("f")).verdict());
    assertEquals("late", report(7, outcomes("fffff")).verdict());
    long open = report(0, outcomes("ffff")).now().period();
    Reply late = report(0, outcomes("f"));
    assertEquals("late", late.verdict());
    assertEquals(open, late.now().period());
    assertEquals(Optional.empty(), late.now().moved());
  }

  @Test
  void aReportFromAnOpenPeriodChangesNothing() {
    long open = report(0, outcomes("fffff")).now().period();
    requireNonNull(clock).pass(Duration.ofSeconds(1));
    for (String outcomes : List.of("o", "f", "")) {
      Snapshot still = report(open, outcomes(outcomes)).now();
      assertEquals(State.OPEN, still.state());
      assertEquals(open, still.period());
      assertEquals(OPEN_FOR.minusSeconds(1), still.left());
    }
  }

  @Test
  void trialsHoldTheirPlacesForTheirLeases() {
    report(0, outcomes("fffff"));
    requireNonNull(clock).pass(OPEN_FOR.minusMillis(1));
    assertEquals("denied", acquire("early").verdict());
    requireNonNull(clock).pass(Duration.ofMillis(1));
    Reply first = acquire("a");
    assertEquals("trial", first.verdict());
    assertEquals(State.HALF_OPEN, first.now().state());
    assertEquals(Optional.of(State.OPEN), first.now().moved());
    assertEquals(Duration.ZERO, first.now().left());
    assertEquals(Long.toString(micros() + LEASE.toNanos() / 1000), commands().hget(KEY, "lease:a"));
    acquire("b");
    assertEquals("trial", acquire("c").verdict());
    assertEquals("busy", acquire("d").verdict());
    report(first.now().period(), outcomes(""), "b");
    assertEquals("trial", acquire("e").verdict());
    assertEquals("busy", acquire("f").verdict());
    requireNonNull(clock).pass(LEASE);
    assertEquals("trial", acquire("g").verdict());
    assertEquals(Set.of("lease:g"), leases());
    assertEquals(State.CLOSED, report(first.now().period(), outcomes("o"), "g").now().state());
    assertEquals(Set.of(), leases());
  }

  @Test
  void aTrialThatFailsOpensForTheWholeTime() {
    report(0, outcomes("fffff"));
    requireNonNull(clock).pass(OPEN_FOR);
    Snapshot half = acquire("a").now();
    requireNonNull(clock).pass(Duration.ofSeconds(3));
    Snapshot open = report(half.period(), outcomes("f"), "a").now();
    assertEquals(State.OPEN, open.state());
    assertEquals(OPEN_FOR, open.left());
    assertEquals("circuit open after a failed trial: HTTP 500", open.reason());
  }

  @Test
  void periodsGrowThoughTheClockStandsOrGoesBack() {
    long open = report(0, outcomes("fffff")).now().period();
    requireNonNull(clock).pass(OPEN_FOR);
    long half = acquire("a").now().period();
    assertEquals(open + OPEN_FOR.toNanos() / 1000, half);
    long closed = report(half, outcomes("o"), "a").now().period();
    assertEquals(half + 1, closed);
    requireNonNull(clock).pass(Duration.ofHours(-1));
    assertEquals(closed + 1, report(closed, outcomes("fffff")).now().period());
  }

  @Test
  void everyWriteKeepsTheStateForADay() {
    report(0, outcomes("f"));
    assertLivesForADay();
    report(0, outcomes("ffff"));
    assertLivesForADay();
    requireNonNull(clock).pass(OPEN_FOR);
    acquire("a");
    assertLivesForADay();
    long period = acquire("b").now().period();
    assertLivesForADay();
    report(period, outcomes("o"), "a");
    assertLivesForADay();
  }

  @Test
  void theCallsBehindReportsAreCountedLateOnesToo() {
    String calls = RedisKeys.breakerCalls(SERVICE);
    report(0, outcomes("of"), new Totals(700, 2), "");
    report(99, outcomes("f"), new Totals(3, 40), "");
    assertEquals(Map.of("ok", "703", "fail", "42"), commands().hgetall(calls));
    long millis = commands().pttl(calls);
    assertTrue(millis > DAY - 60_000 && millis <= DAY, "they live for " + millis + " ms");
  }

  @Test
  void everyTransitionIsPublishedAsItIsReturned() {
    ConcurrentLinkedQueue<Snapshot> heard = new ConcurrentLinkedQueue<>();
    try (StatefulRedisPubSubConnection<String, String> listening = redis().listen()) {
      listening.addListener(
          new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String text) {
              heard.add(Snapshot.parse(text));
            }
          });
      listening.sync().subscribe(RedisKeys.breakerChannel(SERVICE));
      Snapshot open = report(0, outcomes("fffff")).now();
      requireNonNull(clock).pass(OPEN_FOR);
      Snapshot half = acquire("a").now();
      Snapshot closed = report(half.period(), outcomes("o"), "a").now();
      Await.until(Duration.ofSeconds(1), () -> heard.size() >= 3);
      assertEquals(List.of(open, half, closed), List.copyOf(heard));
    }
  }

  @Test
  void aSummaryBringsTheScriptWhereItsOutcomesDo() {
    long seed = seed();
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      createScripts();
      String row = OutcomesTest.row(random, 12);
      Snapshot now = read(false).now();
      for (String batch : OutcomesTest.split(random, row)) {
        now = report(0, outcomes(batch)).now();
      }
      String message = "seed " + seed + ", row " + row;
      int failures = OutcomesTest.failuresAfter(row, SETTINGS.failures());
      assertEquals(failures < 0 ? State.OPEN : State.CLOSED, now.state(), message);
      assertEquals(Math.max(0, failures), now.failures(), message);
    }
  }

  long seed() {
    return Long.getLong("breaker.seed", System.nanoTime());
  }

  private static Outcomes outcomes(String row) {
    return OutcomesTest.outcomes(0, row);
  }

  private void assertLivesForADay() {
    long millis = commands().pttl(KEY);
    assertTrue(millis > DAY - 60_000 && millis <= DAY, "it lives for " + millis + " ms");
    commands().pexpire(KEY, 10_000);
  }

  private Set<String> leases() {
    return Set.copyOf(
        commands().hkeys(KEY).stream().filter(name -> name.startsWith("lease:")).toList());
  }

  private Reply read(boolean write) {
    return get(scripts().read(SERVICE, write));
  }

  private Reply acquire(String lease) {
    return get(scripts().acquire(SERVICE, lease, LEASE, SETTINGS));
  }

  private Reply report(long period, Outcomes outcomes) {
    return report(period, outcomes, "");
  }

  private Reply report(long period, Outcomes row, String lease) {
    return report(period, row, Totals.NONE, lease);
  }

  private Reply report(long period, Outcomes row, Totals totals, String lease) {
    Outcomes outcomes =
        new Outcomes(
            period, row.before(), row.succeeded(), row.longest(), row.after(), row.reason());
    return get(scripts().report(SERVICE, outcomes, totals, lease, SETTINGS));
  }

  private static Reply get(CompletableFuture<Reply> answer) {
    try {
      return answer.get(PatientRedis.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the script failed", e);
    }
  }

  private long micros() {
    return requireNonNull(clock).micros();
  }

  private BreakerScripts scripts() {
    return requireNonNull(scripts);
  }

  private RedisCommands<String, String> commands() {
    return redis().connection().sync();
  }
}
