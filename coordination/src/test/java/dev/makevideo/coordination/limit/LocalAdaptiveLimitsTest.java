package dev.makevideo.coordination.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.limit.AdaptiveLimits.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAdaptiveLimitsTest extends AdaptiveLimitsContract {
  private static final double MICROS = 1e6;
  private final AdaptiveLimits limits = new LocalAdaptiveLimits(System::nanoTime);

  @Override
  AdaptiveLimits limits() {
    return limits;
  }

  /** A service with a rate that nobody knows, and callers that would call without end. */
  private static final class Simulation {
    private final AdaptiveMeter meter = new AdaptiveMeter();
    private final Random random;
    private final long latency;
    private final double burst;
    private double hidden;
    private double tokens;
    private long now;
    private long refilled;
    private int good;
    private int refused;

    private record Call(Turn turn, long ends, boolean pushedBack) {}

    private final List<Call> running = new ArrayList<>();

    Simulation(double hidden, double burst, long latencyMillis, long seed) {
      this.hidden = hidden;
      this.burst = burst;
      this.latency = latencyMillis * 1000;
      this.random = new Random(seed);
      tokens = burst;
    }

    /** Eight callers; each asks again some time after it was refused or answered. */
    void run(Duration time) {
      long end = now + time.toNanos() / 1000;
      good = 0;
      refused = 0;
      while (now < end) {
        now += 1 + random.nextInt(2_000);
        running.removeIf(
            call -> {
              boolean over = call.ends() <= now;
              if (over) {
                meter.answered(call.turn(), call.pushedBack(), now);
              }
              return over;
            });
        if (running.size() < 8) {
          Turn turn = meter.enter(now);
          if (turn.isGranted()) {
            running.add(new Call(turn, now + latency, !served()));
          }
        }
      }
    }

    private boolean served() {
      tokens = Math.min(burst, tokens + (now - refilled) * hidden / MICROS);
      refilled = now;
      boolean served = tokens >= 1;
      tokens -= served ? 1 : 0;
      good += served ? 1 : 0;
      refused += served ? 0 : 1;
      return served;
    }
  }

  @ParameterizedTest(name = "{0} a second, burst {1}, {2} ms")
  @CsvSource({"20,5,5", "20,1,20", "5,2,50", "2,1,10", "100,20,10", "60,60,5"})
  void aHiddenRateIsFoundInAMinuteAndGrowsBack(double hidden, double burst, long latency) {
    long seed = new Random().nextLong();
    String about = "seed " + seed;
    Simulation simulation = new Simulation(hidden, burst, latency, seed);
    simulation.run(Duration.ofSeconds(50));
    simulation.run(Duration.ofSeconds(10));
    assertNear(hidden, simulation.good / 10.0, about);
    assertTrue(simulation.refused <= Math.max(3, simulation.good / 10), about);

    simulation.hidden = hidden / 3;
    simulation.run(Duration.ofSeconds(50));
    simulation.run(Duration.ofSeconds(10));
    assertNear(hidden / 3, simulation.good / 10.0, about);

    simulation.hidden = hidden;
    simulation.run(Duration.ofSeconds(50));
    simulation.run(Duration.ofSeconds(10));
    assertNear(hidden, simulation.good / 10.0, about);
  }

  private static void assertNear(double hidden, double found, String about) {
    // A rate of two a second is counted in twenties.
    assertEquals(hidden, found, Math.max(0.2 * hidden, 0.3), about);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999, 1_000_000})
  void itsRateStaysWithinBounds(long start) {
    AdaptiveMeter meter = new AdaptiveMeter();
    long now = start;
    for (int call = 0; call < 200; call++) {
      Turn turn = meter.enter(now);
      meter.answered(turn, true, now + 10);
      now += 3_000_000;
    }
    assertEquals(AdaptiveLimits.LEAST, meter.rate().orElseThrow());
    int calls = 0;
    while (meter.rate().isPresent() && calls++ < 1_000_000) {
      Turn turn = meter.enter(now);
      now += Math.max(1, turn.retryAfter().toNanos() / 1000);
      if (turn.isGranted()) {
        meter.answered(turn, false, now);
      }
    }
    assertTrue(meter.rate().isEmpty(), "whoever never asks for less again is not limited any more");
  }

  @Test
  void aRateThatIsNotUsedDoesNotGrow() {
    AdaptiveMeter meter = new AdaptiveMeter();
    meter.answered(meter.enter(1), true, 2);
    double shrunk = meter.rate().orElseThrow();
    for (long call = 1; call < 100; call++) {
      meter.answered(meter.enter(call * 10_000_000), false, call * 10_000_000 + 5);
    }
    assertEquals(shrunk, meter.rate().orElseThrow());
  }

  @Test
  void noneNeverLimits() {
    AdaptiveLimits none = AdaptiveLimits.none();
    none.answered(SOURCE, none.enter(SOURCE), true);
    assertTrue(none.enter(SOURCE).isGranted());
    assertTrue(none.rate(SOURCE).isEmpty());
  }
}
