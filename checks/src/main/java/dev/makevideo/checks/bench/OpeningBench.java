package dev.makevideo.checks.bench;

import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.CircuitBreaker.State;
import dev.makevideo.coordination.breaker.Permit;
import dev.makevideo.coordination.breaker.RedisBreakers;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.redis.RedisSettings;
import dev.makevideo.testkit.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast the news of an opening travels: from the report of the failure that opens the breaker in
 * one group to the moment when another group, with connections of its own, denies calls.
 */
final class OpeningBench {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final String SERVICE = "opening";
  private static final int FAILURES = 5;
  private static final BreakerSettings SETTINGS =
      new BreakerSettings(
          FAILURES, Duration.ofMillis(20), 3, Duration.ofMillis(5), Duration.ofSeconds(1));

  private final Figures figures;
  private final String url;
  private final int openings;

  OpeningBench(Figures figures, String url, int openings) {
    this.openings = openings;
    this.figures = figures;
    this.url = url;
  }

  /** Remembers when it learned of the last opening. */
  private static final class Watch implements BreakerListener {
    private final AtomicLong openedAt = new AtomicLong();

    @Override
    public void moved(String service, State from, State to, String reason) {}

    @Override
    public void learned(String service, State from, State to, String reason) {
      if (to == State.OPEN) {
        openedAt.set(System.nanoTime());
      }
    }
  }

  void run() {
    Watch watch = new Watch();
    RedisSettings settings = RedisSettings.from(Map.of("REDIS_URL", url));
    try (RedisConnection here = RedisConnection.open(settings);
        RedisConnection there = RedisConnection.open(settings);
        RedisBreakers opening =
            RedisBreakers.open(here, "a", Map.of(SERVICE, SETTINGS), new Watch());
        RedisBreakers watching = RedisBreakers.open(there, "b", Map.of(SERVICE, SETTINGS), watch)) {
      Await.until("breakers are shared", BOUND, () -> opening.isShared() && watching.isShared());
      CircuitBreaker breaker = opening.breaker(SERVICE);
      CircuitBreaker other = watching.breaker(SERVICE);
      double[] millis = new double[openings];
      for (int i = 0; i < openings; i++) {
        millis[i] = open(breaker, watch);
        Await.until("the trial is granted", BOUND, () -> trialSucceeds(breaker));
        Await.until(
            "both are closed",
            BOUND,
            () -> breaker.state() == State.CLOSED && other.state() == State.CLOSED);
      }
      figures.print("open_propagation_p50_ms", Figures.percentile(millis, 0.50));
      figures.print("open_propagation_p99_ms", Figures.percentile(millis, 0.99));
    }
  }

  private static double open(CircuitBreaker breaker, Watch watch) {
    watch.openedAt.set(0);
    Permit last = (Permit) breaker.acquire(DEADLINE);
    for (int i = 1; i < FAILURES; i++) {
      ((Permit) breaker.acquire(DEADLINE)).fail("bench");
    }
    long started = System.nanoTime();
    last.fail("bench");
    Await.until("the other learned", BOUND, () -> watch.openedAt.get() != 0);
    return (watch.openedAt.get() - started) / 1e6;
  }

  private static boolean trialSucceeds(CircuitBreaker breaker) {
    Admission admission = breaker.acquire(DEADLINE);
    if (admission instanceof Permit permit) {
      permit.ok();
      return true;
    }
    return false;
  }
}
