package dev.makevideo.coordination.breaker;

import org.jspecify.annotations.Nullable;

/**
 * A row of outcomes of one period, as short as a breaker needs it: long rows of successes and
 * failures come to the same state as the four numbers do.
 *
 * @param period that admitted the calls
 * @param before failures before the first success; all, if there is none
 * @param succeeded whether there is a success
 * @param longest the longest row of failures after the first success
 * @param after failures after the last success
 * @param reason the last failure
 */
record Outcomes(long period, int before, boolean succeeded, int longest, int after, String reason) {
  private static final int REASON = 300;
  private static final int ENOUGH = 1_000_000;

  /** No outcome; no period has this number. */
  static final Outcomes NONE = none(-1);

  static Outcomes none(long period) {
    return new Outcomes(period, 0, false, 0, 0, "");
  }

  /**
   * With one outcome more.
   *
   * @param failure null: a success
   */
  Outcomes with(@Nullable String failure) {
    return failure == null ? ok() : fail(failure);
  }

  /** With one success more; itself, if that says nothing new. */
  Outcomes ok() {
    return succeeded && after == 0 ? this : new Outcomes(period, before, true, longest, 0, reason);
  }

  /** With one failure more. */
  Outcomes fail(String why) {
    return succeeded
        ? new Outcomes(
            period, before, true, Math.max(longest, more(after)), more(after), oneLine(why))
        : new Outcomes(period, more(before), false, 0, 0, oneLine(why));
  }

  private static int more(int count) {
    return Math.min(count + 1, ENOUGH);
  }

  /** The text that travels to other processes: one line, and not a long one. */
  private static String oneLine(String why) {
    String line = why.replace('\n', ' ').replace('\r', ' ');
    return line.length() > REASON ? line.substring(0, REASON) : line;
  }
}
