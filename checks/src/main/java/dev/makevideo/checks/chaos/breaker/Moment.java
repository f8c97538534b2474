package dev.makevideo.checks.chaos.breaker;

import java.util.Locale;

/** What the breaker is doing when the fault comes. */
enum Moment {
  /** Closed; the service is up, and one call in twenty fails. */
  CLOSED("up"),
  /** The service is down: open, three trials, open again, five times a second. */
  REOPENING("down"),
  /** Half-open with all trials held, until Redis is back. */
  TRIALS_HELD("hold");

  private final String mode;

  Moment(String mode) {
    this.mode = mode;
  }

  /** The mode of {@link SteadyCalls}. */
  String mode() {
    return mode;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
