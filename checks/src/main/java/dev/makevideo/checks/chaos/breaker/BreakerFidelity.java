package dev.makevideo.checks.chaos.breaker;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.coordination.redis.RedisKeys;
import dev.makevideo.testkit.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether a breaker that many processes share opens as often as one breaker that saw every call
 * would.
 *
 * <p>Calls that fail independently with probability p open a breaker at the first row of r
 * failures. The expected number of calls until then is
 *
 * <pre>E = (1 - p^r) / ((1 - p) p^r)</pre>
 *
 * (W. Feller, An Introduction to Probability Theory and Its Applications, volume 1, third edition,
 * XIII.7: the mean recurrence time of success runs). Every opening begins anew, as the breaker
 * counts from zero when it closes; so n counted calls open it n/E times. The standard deviation is
 * close to the square root of that: 5 % at 400 openings.
 *
 * <p>The n calls are those that the closed breaker admitted, without those that were in flight when
 * it opened: their outcome counts in no period. A caller takes a call for one of these if it heard
 * between admission and report that the breaker was closed no longer. What is reported between the
 * opening and its news is counted although it should not be, and makes the ratio smaller by the
 * news's delay over the mean time from closing to opening. So calls are slow enough that this time
 * is a third of a second or more, where the news takes a millisecond, or some tens on a machine
 * that has too much to do.
 */
public final class BreakerFidelity {
  private static final int FAILURES = 5;
  private static final Duration OPEN = Duration.ofMillis(3);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

  private final Scenario scenario;
  private final Duration limit;

  /**
   * @param limit the longest that one probability may take
   */
  public BreakerFidelity(Scenario scenario, Duration limit) {
    this.scenario = scenario;
    this.limit = limit;
  }

  /**
   * How often the service fails, and how long its calls take in the mean.
   *
   * @param failing the probability; more than 0, less than 1
   */
  public record Load(double failing, Duration call) {}

  /**
   * Runs one load after the other.
   *
   * @param least the least openings per expected opening
   * @param most the most
   */
  public void run(int processes, int openings, double least, double most, List<Load> loads)
      throws IOException {
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"))) {
      for (Load load : loads) {
        String service = "p" + Math.round(100 * load.failing());
        try (Callers callers =
            new Callers(
                scenario.folder().resolve(service),
                redis.url(),
                List.of(new Guarded(service, FAILURES, OPEN, GRACE)))) {
          callers.start(processes, Map.of());
          callers.awaitShared(service, SOON);
          double ratio = run(redis, callers, service, load, openings);
          that(
              "openings per expected opening from " + least + " to " + most + ": " + ratio,
              ratio >= least && ratio <= most);
        }
      }
    }
  }

  private double run(RedisServer redis, Callers callers, String service, Load load, int openings)
      throws IOException {
    double p = load.failing();
    AtomicLong published = countOpenings(redis, service);
    long seed = System.nanoTime();
    scenario.figure(service + "_seed", seed);
    long start = System.nanoTime();
    for (int i = 0; i < callers.size(); i++) {
      callers
          .get(i)
          .call("random " + service + " " + p + " " + load.call().toMillis() + " " + (seed + i));
    }
    while (published.get() < openings) {
      that(openings + " openings within " + limit, System.nanoTime() - start < limit.toNanos());
      LockSupport.parkNanos(LOOK);
    }
    callers.all("end " + service);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<JsonNode> ends = heard(callers, service, published);
    long admitted = sum(ends, "admitted");
    long late = sum(ends, "late");
    double perOpening = (1 - Math.pow(p, FAILURES)) / ((1 - p) * Math.pow(p, FAILURES));
    double expected = (admitted - late) / perOpening;
    double ratio = published.get() / expected;
    scenario.figure(service + "_processes", callers.size());
    scenario.figure(service + "_seconds", Math.round(seconds));
    scenario.figure(service + "_calls_admitted", admitted);
    scenario.figure(service + "_of_these_in_flight_at_an_opening", late);
    scenario.figure(service + "_calls_alone", sum(ends, "alone"));
    scenario.figure(service + "_trials", sum(ends, "trials"));
    scenario.figure(service + "_calls_per_opening_in_theory", Math.round(perOpening));
    scenario.figure(service + "_openings_expected", Math.round(expected));
    scenario.figure(service + "_openings", published.get());
    scenario.figure(service + "_openings_told", sum(ends, "openings"));
    scenario.figure(service + "_ratio", String.format(Locale.ROOT, "%.3f", ratio));
    if (sum(ends, "alone") == 0) {
      equal("openings that the callers were told", published.get(), sum(ends, "openings"));
    }
    return ratio;
  }

  /**
   * What the callers counted, once they have heard what their last reports did: Redis publishes it
   * before it answers, and nobody waits for the answer. At the latest in a moment.
   */
  private static List<JsonNode> heard(Callers callers, String service, AtomicLong published)
      throws IOException {
    long end = System.nanoTime() + SOON.toNanos();
    List<JsonNode> counts = callers.all("counts " + service);
    while (sum(counts, "openings") != published.get() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK);
      counts = callers.all("counts " + service);
    }
    return counts;
  }

  /** Counts what Redis publishes: a news whose first lines are the new and the former state. */
  private static AtomicLong countOpenings(RedisServer redis, String service) throws IOException {
    BufferedReader news = redis.talk().subscribe(RedisKeys.breakerChannel(service));
    AtomicLong count = new AtomicLong();
    Thread thread =
        new Thread(
            () -> {
              try {
                String before = "";
                for (String line = news.readLine(); line != null; line = news.readLine()) {
                  if (before.equals("open") && line.equals("closed")) {
                    count.incrementAndGet();
                  }
                  before = line;
                }
              } catch (IOException | UncheckedIOException e) {
                // the server ended
              }
            },
            "openings");
    thread.setDaemon(true);
    thread.start();
    return count;
  }

  private static long sum(List<JsonNode> answers, String field) {
    return answers.stream().mapToLong(answer -> answer.path(field).asLong()).sum();
  }
}
