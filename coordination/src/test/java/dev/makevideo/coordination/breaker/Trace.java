package dev.makevideo.coordination.breaker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Random steps that a breaker and an oracle take together; they must agree after each. */
final class Trace {
  private static final int MOST_CALLS = 8;
  private static final int MOOD_LASTS = 40;

  private final Subject subject;
  private final Oracle oracle;
  private final long seed;
  private final RandomGenerator random;
  private final Deque<String> last = new ArrayDeque<>();
  private final List<Pair> calls = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private Duration step = Duration.ofSeconds(1);
  private Duration deadline = Duration.ofSeconds(30);
  private Duration longest = Duration.ofDays(365);
  private double failing;

  private record Pair(Permit permit, Oracle.Call call, Duration since) {}

  Trace(Subject subject, Oracle oracle, long seed) {
    this.subject = subject;
    this.oracle = oracle;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /**
   * @param unit time passes by one to nine of these
   * @param lasts a call's deadline
   * @param reportsIn every call reports before it is older than this
   */
  Trace times(Duration unit, Duration lasts, Duration reportsIn) {
    step = unit;
    deadline = lasts;
    longest = reportsIn;
    return this;
  }

  /** Takes the steps. Each state must be met often, or the trace showed little. */
  void run(int steps) {
    Map<CircuitBreaker.State, Integer> met = new EnumMap<>(CircuitBreaker.State.class);
    for (int i = 0; i < steps; i++) {
      if (i % MOOD_LASTS == 0) {
        failing = random.nextInt(4) == 0 ? 0.3 : 0.9;
      }
      try {
        one();
        assertEquals(oracle.state(), subject.breaker().state(), "state");
      } catch (AssertionError | RuntimeException e) {
        fail("seed " + seed + ", step " + i + ", last steps " + last + ": " + e.getMessage(), e);
      }
      met.merge(oracle.state(), 1, Integer::sum);
    }
    for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
      int times = met.getOrDefault(state, 0);
      assertTrue(times >= steps / 20, "seed " + seed + ": " + state + " only " + times + " times");
    }
  }

  private void one() {
    int dice = random.nextInt(100);
    if (calls.size() == MOST_CALLS || (dice < 45 && !calls.isEmpty())) {
      report(calls.remove(random.nextInt(calls.size())));
    } else if (dice < 88) {
      acquire();
    } else {
      pass(step.multipliedBy(1L + random.nextInt(9)));
    }
  }

  private void acquire() {
    note("acquire");
    Optional<Oracle.Call> expected = oracle.acquire(deadline);
    Admission admission = subject.breaker().acquire(deadline);
    assertEquals(expected.isPresent(), admission instanceof Permit, "admitted");
    if (admission instanceof Permit permit) {
      calls.add(new Pair(permit, expected.orElseThrow(), now));
    } else {
      Duration off = ((Denial) admission).retryIn().minus(oracle.retryIn()).abs();
      assertTrue(off.compareTo(oracle.tolerance()) <= 0, "retryIn is off by " + off);
    }
  }

  private void report(Pair pair) {
    double outcome = random.nextDouble();
    if (outcome < 0.1) {
      note("ignore");
      pair.call().ignore();
      pair.permit().ignore();
    } else if (random.nextDouble() < failing) {
      note("fail");
      pair.call().fail();
      pair.permit().fail("HTTP 500");
    } else {
      note("ok");
      pair.call().ok();
      pair.permit().ok();
    }
    subject.settle();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    for (Pair pair : List.copyOf(calls)) {
      if (now.minus(pair.since()).compareTo(longest) > 0) {
        calls.remove(pair);
        report(pair);
      }
    }
    note("pass " + time);
    oracle.pass(time);
    subject.pass(time);
  }

  private void note(String what) {
    last.addLast(what);
    if (last.size() > 12) {
      last.removeFirst();
    }
  }
}
