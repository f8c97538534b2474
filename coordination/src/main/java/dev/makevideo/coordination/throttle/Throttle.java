package dev.makevideo.coordination.throttle;

import java.time.Duration;

/**
 * Leaves whoever asked for patience (HTTP 429, Retry-After) alone until the time that he named.
 *
 * <p>Then one call goes first, and the others follow when it was answered, or one every {@link
 * #GAP} while it was not: who would be asked by all at once as soon as his time is over would only
 * refuse them all again. What was not called for {@link #KEPT} after its time is forgotten.
 *
 * <p>Thread-safe.
 */
public interface Throttle {
  /** From one call that goes first to the next. */
  Duration GAP = Duration.ofSeconds(2);

  /** How long it is known after its time that somebody asked for patience. */
  Duration KEPT = Duration.ofMinutes(5);

  /** The longest patience; more may have been a slip. */
  Duration MOST = Duration.ofHours(1);

  /**
   * Who is left alone.
   *
   * @param service its name, {@code [a-z0-9.-]{1,64}}
   * @param host one of the hosts behind that name; empty: all together
   */
  record Subject(String service, String host) {}

  /**
   * Whether a call may be made.
   *
   * @param left how long to wait before asking again; zero: call now
   * @param reason why to wait; empty if one need not
   * @param turn not zero: the call goes first, and {@link #answered} is to be told of its answer
   */
  record Pass(Duration left, String reason, long turn) {
    static final Pass FREE = new Pass(Duration.ZERO, "", 0);

    static Pass first(long turn) {
      return new Pass(Duration.ZERO, "", turn);
    }

    static Pass waiting(Duration left, String reason) {
      return new Pass(left, reason, 0);
    }

    /** Whether to call now. */
    public boolean isGranted() {
      return left.isZero();
    }
  }

  /** Asks to make one call. */
  Pass enter(Subject subject);

  /** As {@link #enter}, for somebody who does not want to call. */
  Pass look(Subject subject);

  /**
   * Somebody asked for patience.
   *
   * @param patience for how long, at most {@link #MOST}; a longer one that is known stands
   * @param reason for whoever waits, such as {@code HTTP 429}
   */
  void close(Subject subject, Duration patience, String reason);

  /** A call was answered otherwise: if it was the one that went first, the others may follow. */
  void answered(Subject subject, Pass pass);
}
