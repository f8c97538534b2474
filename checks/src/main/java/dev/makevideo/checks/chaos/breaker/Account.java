package dev.makevideo.checks.chaos.breaker;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What all callers noted while one fault came and went, and what of it must hold. Times are less
 * what the process stood still because it did not get the processor ({@link StallMeter}); the
 * figures have both.
 */
final class Account {
  /** What waits for a dead Redis waits a command's 250 ms. */
  private static final long LESS_THAN_A_WAIT = 240 * TimeUnit.MILLISECONDS.toNanos(1);

  private static final int TRIALS = 3;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** An acquire that took longer has waited for something. */
  private static final long WAITED = 20 * MILLI;

  /** How much later than it happened it may be seen, that a process stands alone. */
  private static final long SEEN_LATE = 100 * MILLI;

  private static final long HANGS = TimeUnit.SECONDS.toNanos(2);

  private final List<Observed> observed;
  private final long began;
  private final long over;
  private final List<String> figures = new ArrayList<>();

  /**
   * @param began just before the fault
   * @param over when Redis was back
   */
  Account(List<Observed> observed, long began, long over) {
    this.observed = observed;
    this.began = began;
    this.over = over;
  }

  /** What was found so far, for one line of figures. */
  String figures() {
    return String.join(" ", figures);
  }

  void nothingThrownNothingHangs() {
    for (Observed caller : observed) {
      equal("errors of caller " + caller.caller(), List.of(), caller.errors());
      that("no thread of caller " + caller.caller() + " hangs", caller.slowest() < HANGS);
    }
  }

  /**
   * Calls that are under way when their process notices that Redis does not answer may wait; those
   * after them do not. Where no process noticed anything, the first that waited is allowed to.
   *
   * @param later the longest that a later one may take; on a machine where some took longer before
   *     the fault, twice what the slowest of these did, and always less than a command's bound
   */
  void answersInTime(Duration first, Duration later) {
    long mostFirst = 0;
    long raw = 0;
    List<Long> after = new ArrayList<>();
    for (Observed caller : observed) {
      List<Long> losses = losses(caller);
      for (long[] call : sinceTheFault(caller)) {
        raw = Math.max(raw, call[1]);
        if (call[2] > WAITED && losses.isEmpty()) {
          losses.add(call[0] + call[1]);
        }
        if (losses.stream().anyMatch(at -> call[0] <= at && at <= call[0] + call[1] + SEEN_LATE)) {
          mostFirst = Math.max(mostFirst, call[2]);
        } else {
          after.add(call[2]);
        }
      }
    }
    that("there are calls after the fault", !after.isEmpty());
    after.sort(Long::compare);
    long most = after.get(after.size() - 1);
    figure("first_max_ms", millis(mostFirst));
    figure("later_p99_ms", millis(after.get(after.size() * 99 / 100)));
    figure("later_max_ms", millis(most));
    figure("raw_max_ms", millis(raw));
    figure("calls", after.size());
    long usual = slowestBefore();
    figure("slowest_before_ms", millis(usual));
    atMost("first call's us, " + figures(), first.toNanos() / 1000, mostFirst / 1000);
    long allowed = Math.min(Math.max(later.toNanos(), 2 * usual), LESS_THAN_A_WAIT);
    atMost("later calls' us, " + figures(), allowed / 1000, most / 1000);
  }

  /** The longest call that had ended when the fault began, without stalls. */
  private long slowestBefore() {
    long most = 0;
    for (Observed caller : observed) {
      long[] pairs = caller.acquires();
      for (int i = 0; i < pairs.length; i += 2) {
        if (pairs[i] + pairs[i + 1] < began) {
          most = Math.max(most, pairs[i + 1] - stalled(caller, pairs[i], pairs[i + 1]));
        }
      }
    }
    return most;
  }

  /** When the process began to stand alone. */
  private static List<Long> losses(Observed caller) {
    List<Long> losses = new ArrayList<>();
    long[] shared = caller.shared();
    for (int i = 0; i < shared.length; i += 2) {
      if (shared[i + 1] == 0) {
        losses.add(shared[i]);
      }
    }
    return losses;
  }

  /** Begin, duration, and duration without stalls, of each acquire that ended after the fault. */
  private List<long[]> sinceTheFault(Observed caller) {
    List<long[]> calls = new ArrayList<>();
    long[] pairs = caller.acquires();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] + pairs[i + 1] >= began) {
        calls.add(
            new long[] {
              pairs[i], pairs[i + 1], pairs[i + 1] - stalled(caller, pairs[i], pairs[i + 1])
            });
      }
    }
    return calls;
  }

  private static long stalled(Observed caller, long from, long took) {
    long sum = 0;
    long[] stalls = caller.stalls();
    for (int i = 0; i < stalls.length; i += 2) {
      long begin = Math.max(from, stalls[i]);
      long end = Math.min(from + took, stalls[i] + stalls[i + 1]);
      sum += Math.max(0, end - begin);
    }
    return sum;
  }

  /** All share the states again, and saw the witness open. */
  void normalWithin(Duration limit, String witness) {
    long most = 0;
    long raw = 0;
    for (Observed caller : observed) {
      long latest = over;
      long[] shared = caller.shared();
      if (shared.length > 0) {
        equal("caller " + caller.caller() + " shares", 1L, shared[shared.length - 1]);
        latest = Math.max(latest, shared[shared.length - 2]);
      }
      long seen =
          caller.moves().stream()
              .filter(move -> move.service().equals(witness) && move.to().equals("OPEN"))
              .mapToLong(Observed.Move::at)
              .max()
              .orElseThrow(
                  () -> new AssertionError("caller " + caller.caller() + " saw no opening"));
      long took = Math.max(latest, seen) - over;
      raw = Math.max(raw, took);
      most = Math.max(most, took - stalled(caller, over, took));
    }
    figure("normal_ms", millis(most));
    figure("normal_raw_ms", millis(raw));
    atMost("us until normal, " + figures(), limit.toNanos() / 1000, most / 1000);
  }

  /**
   * Redis never grants more than three at once. Where it forgot the state, those from before do not
   * count with those from after, and none that it granted while it was forgetting.
   */
  void trialsInFlight(boolean stateLost) {
    int shared =
        stateLost
            ? Math.max(
                most(Kind.TRIAL, t -> t.from() < began), most(Kind.TRIAL, t -> t.from() >= over))
            : most(Kind.TRIAL, t -> true);
    int alone = 0;
    for (Observed caller : observed) {
      List<Observed.Trial> own =
          caller.trials().stream()
              .filter(t -> t.from() < over && t.to() > began)
              .filter(t -> t.kind() == Kind.ALONE_TRIAL || t.from() < began || !stateLost)
              .map(t -> new Observed.Trial(t.from(), Math.min(t.to(), over), t.kind()))
              .toList();
      alone = Math.max(alone, mostAtOnce(own));
    }
    figure("trials_in_flight", shared);
    figure("trials_in_flight_of_a_process_alone", alone);
    atMost("trials that Redis granted, in flight, " + figures(), TRIALS, shared);
    atMost("trials of one process, in flight, " + figures(), TRIALS, alone);
  }

  private int most(Kind kind, Predicate<Observed.Trial> wanted) {
    return mostAtOnce(
        observed.stream()
            .flatMap(caller -> caller.trials().stream())
            .filter(t -> t.kind() == kind && wanted.test(t))
            .toList());
  }

  static int mostAtOnce(List<Observed.Trial> trials) {
    long[] begins = trials.stream().mapToLong(Observed.Trial::from).sorted().toArray();
    long[] ends = trials.stream().mapToLong(Observed.Trial::to).sorted().toArray();
    int most = 0;
    int over = 0;
    for (int begun = 0; begun < begins.length; begun++) {
      while (over < ends.length && ends[over] <= begins[begun]) {
        over++;
      }
      most = Math.max(most, begun + 1 - over);
    }
    return most;
  }

  /** How many processes stood alone at some time since the fault, and how often in all. */
  void stoodAlone() {
    figure("stood_alone", observed.stream().filter(caller -> !losses(caller).isEmpty()).count());
    figure("times_alone", observed.stream().mapToInt(caller -> losses(caller).size()).sum());
  }

  void figure(String name, Object value) {
    figures.add(name + " " + value);
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
  }
}
