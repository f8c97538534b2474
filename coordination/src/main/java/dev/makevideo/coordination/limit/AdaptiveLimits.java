package dev.makevideo.coordination.limit;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * Finds out how often somebody else may be called, by what he answers. Who never asked for less is
 * not limited. When he does, the rate at which he was called is shrunk, at the most once in {@link
 * #HOLD}: by a little, and by more when that was not enough; with each good answer it grows again,
 * fast as long as it is far below the rate at which he last asked, slowly near it, and fast again
 * beyond (as TCP CUBIC does, RFC 9438, with growth by answers instead of time). Only what was
 * called as often as allowed makes it grow. Above {@link #MOST} it is no limit any more.
 *
 * <p>Thread-safe.
 */
public interface AdaptiveLimits {
  /** The lowest rate that is found, calls a second: below that he says himself when to come. */
  double LEAST = 0.5;

  /** Above this he is not limited, calls a second. */
  double MOST = 500;

  /** From one shrinking to the next: until its effect can be seen. */
  Duration HOLD = Duration.ofSeconds(1);

  /** How long it is known after the last call. */
  Duration KEPT = Duration.ofMinutes(10);

  /**
   * Who is called.
   *
   * @param service its name, {@code [a-z0-9.-]{1,64}}
   * @param host one of the hosts behind that name; empty: all together
   */
  record Subject(String service, String host) {}

  /**
   * Whether one call may be made now.
   *
   * @param retryAfter how long to wait before asking again; zero: call now, and tell {@link
   *     #answered}
   * @param number when it was granted, by the clock of whoever counts
   * @param pressed whether calls come as fast as they may
   */
  record Turn(Duration retryAfter, long number, boolean pressed) {
    static final Turn FREE = new Turn(Duration.ZERO, 0, false);

    /** Whether to call now. */
    public boolean isGranted() {
      return retryAfter.isZero();
    }
  }

  /** Asks to make one call; takes 250 ms at the most. */
  Turn enter(Subject subject);

  /**
   * A call that was granted has been answered. Does not wait.
   *
   * @param pushedBack whether he asked for less (HTTP 429, 503), or was overcome (another 5xx)
   */
  void answered(Subject subject, Turn turn, boolean pushedBack);

  /** The rate that was found, calls a second; empty: not limited. Takes 250 ms at the most. */
  OptionalDouble rate(Subject subject);

  /** Never limits anything. */
  static AdaptiveLimits none() {
    return new AdaptiveLimits() {
      @Override
      public Turn enter(Subject subject) {
        return Turn.FREE;
      }

      @Override
      public void answered(Subject subject, Turn turn, boolean pushedBack) {
        // nothing is learnt
      }

      @Override
      public OptionalDouble rate(Subject subject) {
        return OptionalDouble.empty();
      }
    };
  }
}
