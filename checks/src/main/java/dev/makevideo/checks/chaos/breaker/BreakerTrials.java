package dev.makevideo.checks.chaos.breaker;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.checks.rig.ShiftedClock;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Many processes ask a half-open breaker at once, and three calls are granted, whoever asks; a
 * process that dies while it holds all three gives them up with their leases; and a process whose
 * wall clock is wrong changes nothing.
 */
public final class BreakerTrials {
  private static final int TRIALS = 3;
  private static final int FAILURES = 5;
  private static final Duration OPEN = Duration.ofMillis(60);
  private static final Duration LONG_OPEN = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration MOST_GRACE = Duration.ofSeconds(5);
  private static final Duration OFF = Duration.ofMinutes(10);
  private static final Duration CLOCKS_AGREE = Duration.ofSeconds(5);
  private static final String SERVICE = "trials";
  private static final String LONG = "long";

  private final Scenario scenario;
  private final Duration deadline;

  /**
   * @param deadline of the trials whose holder dies
   */
  public BreakerTrials(Scenario scenario, Duration deadline) {
    this.scenario = scenario;
    this.deadline = deadline;
  }

  /** Runs the rounds, and kills a holder. */
  public void run(int processes, int rounds, Duration grace)
      throws IOException, InterruptedException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Callers callers = callers(redis, grace)) {
      callers.start(processes, Map.of());
      rounds(redis, callers, "rounds", rounds);
      killHolder(redis, callers, callers.size() - 1, "holder_killed");
    }
  }

  /** The same with one process whose clock is ten minutes fast. */
  public void runWithShiftedClock(int processes, int rounds, Duration grace)
      throws IOException, InterruptedException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Callers callers = callers(redis, grace)) {
      callers.start(processes - 1, Map.of());
      callers.start(1, ShiftedClock.environment(OFF));
      int shifted = processes - 1;
      long off =
          callers.get(shifted).call("clock").path("wall_ms").asLong()
              - callers.get(0).call("clock").path("wall_ms").asLong();
      scenario.figure("clock_off_ms", off);
      atMost("clock's error, ms", CLOCKS_AGREE.toMillis(), Math.abs(off - OFF.toMillis()));
      rounds(redis, callers, "rounds_with_clock_off", rounds);
      openTimes(callers, shifted);
      killHolder(redis, callers, shifted, "holder_with_clock_off_killed");
    }
  }

  private Callers callers(RedisServer redis, Duration grace) throws IOException {
    return new Callers(
        scenario.folder().resolve("callers"),
        redis.url(),
        List.of(
            new Guarded(SERVICE, FAILURES, OPEN, grace),
            new Guarded(LONG, FAILURES, LONG_OPEN, grace)));
  }

  /**
   * A round in which a process stood alone, as it must when it gets no answer from Redis in 250 ms,
   * is made again: it happens where the machine has too much to do, and says nothing about Redis.
   */
  private void rounds(RedisServer redis, Callers callers, String name, int rounds)
      throws IOException {
    int disturbed = 0;
    String before = start(redis, callers);
    for (int round = 0; round < rounds; ) {
      switch (before) {
        case "ok" -> {
          callers.awaitState(SERVICE, "CLOSED", SOON);
          callers.get(round % callers.size()).call("fail " + SERVICE + " " + FAILURES);
          awaitTrialsDue(callers);
        }
        case "fail" -> awaitTrialsDue(callers);
        default -> awaitNoLease(redis);
      }
      long alone = timesAlone(callers);
      int granted = ask(callers, SOON);
      if (timesAlone(callers) > alone) {
        disturbed++;
        atMost("disturbed rounds", rounds, disturbed);
        callers.all("report ignore");
        before = start(redis, callers);
        continue;
      }
      equal(name + ", trials granted in round " + round, TRIALS, granted);
      before = List.of("ok", "fail", "ignore").get(round % 3);
      callers.all("report " + before);
      round++;
    }
    scenario.figure(name, rounds + " of " + rounds + " with exactly " + TRIALS + " trials");
    scenario.figure(name + "_threads", callers.size() * Caller.THREADS);
    scenario.figure(name + "_disturbed_and_made_again", disturbed);
  }

  /** Closed for all, and nothing is left of what was. */
  private static String start(RedisServer redis, Callers callers) throws IOException {
    redis.talk().command("FLUSHALL");
    callers.awaitState(SERVICE, "CLOSED", SOON);
    return "ok";
  }

  private static long timesAlone(Callers callers) throws IOException {
    long times = 0;
    for (JsonNode answer : callers.all("state " + SERVICE)) {
      times += answer.path("alone").asLong() + (answer.path("shared").asBoolean() ? 0 : 1);
    }
    return times;
  }

  /** Every thread asks, and holds what it is granted. Returns how many trials there are. */
  private static int ask(Callers callers, Duration deadline) throws IOException {
    int trials = 0;
    int answers = 0;
    for (JsonNode told : callers.all("ask " + SERVICE + " " + deadline.toMillis())) {
      trials += told.path("trials").asInt();
      answers += told.path("trials").asInt() + told.path("denied").asInt();
    }
    equal("threads that were granted a trial or denied", callers.size() * Caller.THREADS, answers);
    return trials;
  }

  /** All know that it is open, and its time is over for the last who heard of it. */
  private static void awaitTrialsDue(Callers callers) throws IOException {
    callers.awaitState(SERVICE, "OPEN", SOON);
    LockSupport.parkNanos(OPEN.toNanos());
  }

  private static void awaitNoLease(RedisServer redis) throws IOException {
    long giveUp = System.nanoTime() + SOON.toNanos();
    while (!redis.talk().command("HLEN " + RedisKeys.breaker(SERVICE)).equals(":5")) {
      that("leases are given back", System.nanoTime() < giveUp);
    }
  }

  private void killHolder(RedisServer redis, Callers callers, int holder, String name)
      throws IOException {
    start(redis, callers);
    callers.get(0).call("fail " + SERVICE + " " + FAILURES);
    awaitTrialsDue(callers);
    long asked = System.nanoTime();
    JsonNode told = callers.get(holder).call("ask " + SERVICE + " " + deadline.toMillis());
    equal("trials of the holder", TRIALS, told.path("trials").asInt());
    callers.kill9(holder);
    long killed = System.nanoTime();
    long giveUp = asked + deadline.plus(MOST_GRACE).plus(SOON).toNanos();
    int granted = 0;
    while (granted == 0 && System.nanoTime() < giveUp) {
      granted = ask(callers, deadline);
    }
    long now = System.nanoTime();
    scenario.figure(name + "_deadline_ms", deadline.toMillis());
    scenario.figure(name + "_granted_again_after_kill_ms", (now - killed) / 1_000_000);
    scenario.figure(name + "_granted_again_after_grant_ms", (now - asked) / 1_000_000);
    that("trials are granted again after their holder died", granted > 0);
    that("no trial is given away before its deadline", now - asked >= deadline.toNanos());
    atMost(
        "ms from a grant to the next, when the holder died",
        deadline.plus(MOST_GRACE).toMillis(),
        (now - asked) / 1_000_000);
    callers.all("report ok");
  }

  /** Who opens it and who is denied, one with a wrong clock or not: the time left is the same. */
  private void openTimes(Callers callers, int shifted) throws IOException {
    callers.get(shifted).call("fail " + LONG + " " + FAILURES);
    callers.awaitState(LONG, "OPEN", SOON);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (JsonNode told : callers.all("ask " + LONG + " 1")) {
      equal("calls denied while open", Caller.THREADS, told.path("denied").asInt());
      least = Math.min(least, told.path("retryMs").asLong());
      most = Math.max(most, told.path("retryMs").asLong());
    }
    scenario.figure("open_for_ms", LONG_OPEN.toMillis());
    scenario.figure("open_left_ms", least + " to " + most);
    atMost("ms left, when opened by a process with a wrong clock", LONG_OPEN.toMillis(), most);
    that(
        "nobody sees less time left than passed, and 5 s",
        least > LONG_OPEN.minus(SOON).toMillis());
  }
}
