package dev.makevideo.checks.chaos.breaker;

import java.util.List;

/**
 * What one caller noted since it was asked last. All times are nanoseconds of the machine's
 * monotonic clock ({@link System#nanoTime} on Linux), which all its processes share.
 *
 * @param caller its index
 * @param acquires when each call of {@code acquire} began, and how long it took
 * @param stalls when the process did not get the processor, and for how long
 * @param shared when {@code isShared} changed, and to what: 1 shared, 0 alone
 * @param trials that ended or are held
 * @param moves what the listener was told
 * @param errors what came out of acquire or of a report, and should not have
 * @param slowest the longest time since one of the threads went round, ns
 */
record Observed(
    int caller,
    long[] acquires,
    long[] stalls,
    long[] shared,
    List<Trial> trials,
    List<Move> moves,
    List<String> errors,
    long slowest) {

  /**
   * A trial.
   *
   * @param from when acquire had returned
   * @param to when its report began; Long.MAX_VALUE: it is held
   */
  record Trial(long from, long to, Kind kind) {}

  /**
   * A transition.
   *
   * @param own whether a call of this process caused it
   */
  record Move(long at, String service, String from, String to, boolean own) {}
}
