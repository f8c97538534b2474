package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link LiveProbe} saw, once it ended.
 *
 * @param micros how long each answer took
 * @param failures what was no answer, or another one than 200
 */
record LiveAnswers(List<Long> micros, List<String> failures) {
  LiveAnswers {
    micros = List.copyOf(micros);
    failures = List.copyOf(failures);
  }

  /**
   * The time that so many of a hundred answers did not exceed.
   *
   * @throws AssertionError if there was no answer
   */
  long percentileMillis(int percent) {
    that("there were answers; failures: " + failures, !micros.isEmpty());
    List<Long> sorted = new ArrayList<>(micros);
    Collections.sort(sorted);
    int index = Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    return TimeUnit.MICROSECONDS.toMillis(sorted.get(index));
  }

  /** The times in milliseconds that were longer, in the order of their coming. */
  List<Long> slowerThan(long millis) {
    return micros.stream()
        .map(TimeUnit.MICROSECONDS::toMillis)
        .filter(took -> took > millis)
        .toList();
  }

  /**
   * Expects that it lived all the time.
   *
   * @param least so many answers, as a few prove nothing
   * @param percent of the answers came in
   * @param millis at the most
   */
  void expect(int least, int percent, long millis) {
    equal("probes without an answer", List.of(), failures);
    that(micros.size() + " probes of at least " + least, micros.size() >= least);
    atMost(percent + " % of the answers in ms", millis, percentileMillis(percent));
  }
}
