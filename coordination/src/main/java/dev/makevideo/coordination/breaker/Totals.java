package dev.makevideo.coordination.breaker;

/**
 * How many calls a report stands for: what is coalesced loses their number, and who looks at Redis
 * wants it.
 */
record Totals(long successes, long failures) {
  static final Totals NONE = new Totals(0, 0);

  /** Of one call. */
  static Totals of(Outcomes outcome) {
    return new Totals(outcome.succeeded() ? 1 : 0, outcome.before());
  }
}
