package dev.makevideo.checks.bench;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.coordination.breaker.RedisBreakers;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.Await;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * The shared breaker on a live Redis: what a call costs while it is closed, and how fast the news
 * of an opening travels. And Redis itself through the shared connection.
 */
final class BreakerBench {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String SERVICE = "bench";
  private static final int CALLS = 1_000_000;
  private static final int ROUND_TRIPS = 2_000;

  /** One call in so many fails. */
  private static final int FAILS = 1000;

  private final Figures figures;
  private final int rounds;
  private final int openings;

  /**
   * @param full whether the figures shall be steady
   */
  BreakerBench(Figures figures, boolean full) {
    this.figures = figures;
    this.rounds = full ? 15 : 1;
    this.openings = full ? 500 : 20;
  }

  void run() throws IOException, InterruptedException {
    try (BenchRedis server = BenchRedis.start()) {
      RedisConnection redis = server.connection();
      closed(redis);
      new OpeningBench(figures, server.url(), openings).run();
      new GetBench(figures, redis, server.url(), rounds / 3).run();
    }
  }

  private void closed(RedisConnection redis) {
    BreakerListener nobody = (service, from, to, reason) -> {};
    try (RedisBreakers breakers =
        RedisBreakers.open(
            redis,
            "closed",
            Map.of(SERVICE, BreakerSettings.openFor(Duration.ofSeconds(60))),
            nobody)) {
      Await.until("breakers are shared", BOUND, breakers::isShared);
      CircuitBreaker ours = breakers.breaker(SERVICE);
      Peer peer = new Peer();
      double[] ratios = new double[rounds];
      double[] each = new double[rounds];
      ours(ours);
      peer.calls(CALLS, FAILS);
      long made = CALLS;
      for (int round = 0; round < rounds; round++) {
        boolean first = round % 2 == 0;
        double before = first ? ours(ours) : 0;
        double theirs = peer.calls(CALLS, FAILS);
        each[round] = first ? before : ours(ours);
        ratios[round] = each[round] / theirs;
        made += CALLS;
      }
      received(redis, made);
      figures.note(
          "closed: median of %d rounds of %d calls, %.1f ns a call"
              .formatted(rounds, CALLS, Figures.median(each)));
      figures.print("breaker_closed_vs_resilience4j", Figures.median(ratios));
      figures.print("breaker_closed_vs_round_trips", Figures.median(each) / roundTrips(redis));
    }
  }

  /** Nanoseconds a call. */
  private static double ours(CircuitBreaker breaker) {
    long started = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      Permit permit = (Permit) breaker.acquire(DEADLINE);
      if (i % FAILS == 0) {
        permit.fail("bench");
      } else {
        permit.ok();
      }
    }
    return (System.nanoTime() - started) / (double) CALLS;
  }

  private void received(RedisConnection redis, long made) {
    RedisCommands<String, String> commands = redis.get().orElseThrow().sync();
    String key = RedisKeys.breakerCalls(SERVICE);
    Await.until(
        "outcomes received equal to the calls made",
        BOUND,
        () -> count(commands, key, "ok") + count(commands, key, "fail") >= made);
    long ok = count(commands, key, "ok");
    long fail = count(commands, key, "fail");
    figures.note("calls made %d, outcomes received %d + %d".formatted(made, ok, fail));
    if (ok + fail != made || fail != made / FAILS) {
      throw new IllegalStateException("outcomes received do not equal the calls made");
    }
  }

  private static long count(RedisCommands<String, String> redis, String key, String field) {
    String value = redis.hget(key, field);
    return value == null ? 0 : Long.parseLong(value);
  }

  /** The naive way, three round trips a call: state, permit, report. Nanoseconds a call. */
  private static double roundTrips(RedisConnection connection) {
    RedisCommands<String, String> redis = connection.get().orElseThrow().sync();
    double[] each = new double[ROUND_TRIPS];
    for (int i = 0; i < ROUND_TRIPS; i++) {
      long started = System.nanoTime();
      redis.hget("naive", "state");
      redis.hincrby("naive", "calls", 1);
      redis.hset("naive", "failures", "0");
      each[i] = System.nanoTime() - started;
    }
    return Figures.median(each);
  }
}
