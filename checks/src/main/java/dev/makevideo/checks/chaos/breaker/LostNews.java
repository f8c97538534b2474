package dev.makevideo.checks.chaos.breaker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Expect;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The fault comes between an opening and its publication, or while it is on its way. All processes
 * must agree with each other and with Redis within a second of Redis being back.
 */
final class LostNews {
  private static final long LATEST = TimeUnit.MILLISECONDS.toNanos(3);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(2);
  private static final Duration OUTAGE = Duration.ofMillis(400);
  private static final Duration AGREE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final int FIRST_WITNESS = 30;

  private final Scenario scenario;
  private final RedisServer redis;
  private final Callers callers;
  private int witness = FIRST_WITNESS;

  LostNews(Scenario scenario, RedisServer redis, Callers callers) {
    this.scenario = scenario;
    this.redis = redis;
    this.callers = callers;
  }

  void run(int rounds) throws IOException {
    long seed = System.nanoTime();
    scenario.figure("lost_news_seed", seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (Fault fault : List.of(Fault.KILL_9, Fault.FREEZE, Fault.CLIENT_KILL)) {
      long worst = 0;
      int open = 0;
      for (int round = 0; round < rounds; round++) {
        String service = next();
        callers.get(0).send("fail " + service + " 1");
        LockSupport.parkNanos(random.nextLong(LATEST));
        fault.begin(redis);
        callers.get(0).read();
        worst = Math.max(worst, agree(fault, service));
        open += kept(service).equals(":1") ? 1 : 0;
      }
      figure(fault.label(), rounds, open, worst);
    }
    long worst = 0;
    for (int round = 0; round < rounds; round++) {
      String service = next();
      redis.talk().command("CLIENT KILL TYPE pubsub"); // nobody hears it, and it is kept
      callers.get(0).call("fail " + service + " 1");
      awaitKept(service);
      worst = Math.max(worst, agree(Fault.SCRIPT_FLUSH, service));
      Expect.equal("openings kept", ":1", kept(service));
    }
    figure("nobody_subscribed", rounds, rounds, worst);
  }

  /** A call's end is told to Redis behind its back: before that all agree that nothing happened. */
  private void awaitKept(String service) throws IOException {
    long giveUp = System.nanoTime() + SOON.toNanos();
    while (!kept(service).equals(":1")) {
      Expect.that("the opening is kept", System.nanoTime() < giveUp);
      LockSupport.parkNanos(LOOK);
    }
  }

  private String kept(String service) throws IOException {
    return redis.talk().command("EXISTS " + RedisKeys.breaker(service));
  }

  private String next() throws IOException {
    String service = "witness-" + witness++;
    callers.awaitState(service, "CLOSED", SOON);
    long giveUp = System.nanoTime() + SOON.toNanos();
    while (!subscribers(service).equals(":" + callers.size())) {
      Expect.that("all listen to " + service, System.nanoTime() < giveUp);
      LockSupport.parkNanos(LOOK);
    }
    return service;
  }

  private String subscribers(String service) throws IOException {
    return redis
        .talk()
        .command(
            "EVAL \"return redis.call('PUBSUB','NUMSUB','"
                + RedisKeys.breakerChannel(service)
                + "')[2]\" 0");
  }

  /** Ends the fault; returns how long after that all agree with Redis, ns. */
  private long agree(Fault fault, String service) throws IOException {
    if (fault.isLasting()) {
      LockSupport.parkNanos(OUTAGE.toNanos());
    }
    fault.end(redis);
    long over = System.nanoTime();
    while (!agreed(service)) {
      Expect.that("all agree", System.nanoTime() - over < SOON.toNanos());
      LockSupport.parkNanos(LOOK);
    }
    return System.nanoTime() - over;
  }

  private boolean agreed(String service) throws IOException {
    boolean open = kept(service).equals(":1");
    for (JsonNode state : callers.all("state " + service)) {
      if (!state.path("shared").asBoolean()
          || !state.path("state").asText().equals(open ? "OPEN" : "CLOSED")) {
        return false;
      }
    }
    return true;
  }

  private void figure(String name, int rounds, int open, long worst) {
    scenario.figure(
        "lost_news_" + name,
        rounds + " rounds, " + open + " open afterwards, agreed_max_ms " + worst / 1_000_000);
    Expect.atMost("ms until all agree, " + name, AGREE.toMillis(), worst / 1_000_000);
  }
}
