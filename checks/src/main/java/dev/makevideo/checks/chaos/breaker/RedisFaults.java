package dev.makevideo.checks.chaos.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Expect;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Everything that can happen to Redis, under a steady load of several processes, and at the worst
 * moments: no call may wait long or throw, no thread hang, no trial be granted too many, and all is
 * normal within a second of Redis being back.
 */
public final class RedisFaults {
  private static final String SERVICE = "target";
  private static final int FAILURES = 5;
  private static final int TRIALS = 3;

  /** Much longer than a call, so that trials of two periods do not overlap. */
  private static final Duration OPEN = Duration.ofMillis(200);

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration STAYS_OPEN = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration BEFORE = Duration.ofMillis(400);
  private static final Duration AFTER = Duration.ofMillis(400);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final Duration FIRST_ANSWER = Duration.ofMillis(300);
  private static final Duration LATER_ANSWER = Duration.ofMillis(100);
  private static final Duration NORMAL = Duration.ofSeconds(1);

  /** Open, one trial that may fail by chance, open once more: much less than a lease. */
  private static final Duration CLOSED_AGAIN = Duration.ofSeconds(3);

  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);
  private static final int WITNESSES = 60;

  private final Scenario scenario;
  private final Duration outage;
  private int witness;

  /**
   * @param outage how long a fault lasts that does not end by itself
   */
  public RedisFaults(Scenario scenario, Duration outage) {
    this.scenario = scenario;
    this.outage = outage;
  }

  /** Every fault at every moment, and what comes between an opening and its news. */
  public void runAll(int processes, int rounds) throws IOException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Callers callers = callers(redis, processes)) {
      for (Fault fault : Fault.values()) {
        for (Moment moment : Moment.values()) {
          run(redis, callers, fault, moment);
        }
      }
      new LostNews(scenario, redis, callers).run(rounds);
    }
  }

  /** The faults that do most harm, each at one moment. */
  public void runSome(int processes) throws IOException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Callers callers = callers(redis, processes)) {
      run(redis, callers, Fault.KILL_9, Moment.TRIALS_HELD);
      run(redis, callers, Fault.FREEZE, Moment.REOPENING);
      run(redis, callers, Fault.CLIENT_KILL, Moment.TRIALS_HELD);
      run(redis, callers, Fault.FULL_NOEVICTION, Moment.REOPENING);
      new LostNews(scenario, redis, callers).run(1);
    }
  }

  private Callers callers(RedisServer redis, int processes) throws IOException {
    List<Guarded> services = new ArrayList<>();
    services.add(new Guarded(SERVICE, FAILURES, OPEN, GRACE));
    for (int i = 0; i < WITNESSES; i++) {
      services.add(new Guarded("witness-" + i, 1, STAYS_OPEN, GRACE));
    }
    Callers callers = new Callers(scenario.folder().resolve("callers"), redis.url(), services);
    callers.start(processes, Map.of());
    return callers;
  }

  private void run(RedisServer redis, Callers callers, Fault fault, Moment moment)
      throws IOException {
    reach(redis, callers, moment);
    long began = System.nanoTime();
    fault.begin(redis);
    if (fault.isLasting()) {
      LockSupport.parkNanos(outage.toNanos());
    }
    fault.end(redis);
    long over = System.nanoTime();
    String seen = showOpening(callers);
    LockSupport.parkNanos(AFTER.toNanos());
    callers.all("steady " + SERVICE + " up");
    long up = System.nanoTime();
    callers.awaitState(SERVICE, "CLOSED", SOON);
    long closed = System.nanoTime();
    check(new Account(callers.take(), began, over), fault, moment, seen, closed - up);
    callers.all("steady " + SERVICE + " idle");
  }

  /** Everything is as at first, and then the moment comes. */
  private void reach(RedisServer redis, Callers callers, Moment moment) throws IOException {
    callers.all("steady " + SERVICE + " idle");
    callers.await("held " + SERVICE, SOON, answer -> answer.path("held").asInt() == 0);
    redis.talk().command("FLUSHALL");
    callers.awaitState(SERVICE, "CLOSED", SOON);
    callers.take();
    callers.all("steady " + SERVICE + " " + moment.mode());
    if (moment == Moment.TRIALS_HELD) {
      long giveUp = System.nanoTime() + SOON.toNanos();
      while (held(callers) < TRIALS) {
        Expect.that("three trials are held", System.nanoTime() < giveUp);
        LockSupport.parkNanos(LOOK);
      }
    }
    LockSupport.parkNanos(BEFORE.toNanos());
  }

  private static int held(Callers callers) throws IOException {
    return callers.all("held " + SERVICE).stream()
        .mapToInt(answer -> answer.path("held").asInt())
        .sum();
  }

  /**
   * Opens a breaker that was not used yet, as soon as its caller shares, until all have seen it.
   */
  private String showOpening(Callers callers) throws IOException {
    String service = "witness-" + witness++;
    long giveUp = System.nanoTime() + SOON.toNanos();
    long failed = 0;
    while (true) {
      List<JsonNode> states = callers.all("state " + service);
      if (states.stream().allMatch(RedisFaults::isSharedAndOpen)) {
        return service;
      }
      Expect.that("all see an opening: " + states, System.nanoTime() < giveUp);
      JsonNode first = states.get(0);
      boolean again = System.nanoTime() - failed > RETRY.toNanos();
      if (again && first.path("shared").asBoolean() && !isSharedAndOpen(first)) {
        callers.get(0).call("fail " + service + " 1");
        failed = System.nanoTime();
      }
      LockSupport.parkNanos(LOOK);
    }
  }

  private static boolean isSharedAndOpen(JsonNode state) {
    return state.path("shared").asBoolean() && state.path("state").asText().equals("OPEN");
  }

  private void check(Account account, Fault fault, Moment moment, String seen, long closedAgain) {
    String name = fault.label() + "_" + moment.label();
    try {
      account.figure("closed_again_ms", closedAgain / 1_000_000);
      account.stoodAlone();
      account.nothingThrownNothingHangs();
      account.trialsInFlight(fault.isStateLost());
      account.normalWithin(NORMAL, seen);
      account.answersInTime(FIRST_ANSWER, LATER_ANSWER);
      Expect.atMost(
          "ms until closed, once the service is up",
          CLOSED_AGAIN.toMillis(),
          closedAgain / 1_000_000);
    } finally {
      scenario.figure(name, account.figures());
    }
  }
}
