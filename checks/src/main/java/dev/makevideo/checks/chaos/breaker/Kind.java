package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.Permit;

/**
 * What a permit is. The product does not tell its callers, who need not know; the referee must, and
 * goes by the permit's class.
 */
enum Kind {
  /** Of a closed breaker whose state is shared. */
  CLOSED,
  /** A trial that Redis granted. */
  TRIAL,
  /** Of a closed breaker that stands alone. */
  ALONE,
  /** A trial that a breaker granted which stands alone. */
  ALONE_TRIAL;

  static Kind of(Permit permit) {
    String name = permit.getClass().getSimpleName();
    return switch (name) {
      case "ClosedPermit" -> CLOSED;
      case "TrialPermit" -> TRIAL;
      case "GrantedPermit" -> ALONE;
      case "GrantedTrial" -> ALONE_TRIAL;
      default -> throw new IllegalStateException("unknown kind of permit: " + name);
    };
  }

  boolean isTrial() {
    return this == TRIAL || this == ALONE_TRIAL;
  }
}
