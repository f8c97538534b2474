package dev.makevideo.coordination.limit;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How much of a thing one tenant may have. Immutable.
 *
 * @param name of what is limited, {@code [a-z0-9.-]{1,64}}, such as {@code jobs}; in all processes
 *     the same policy
 * @param kind how it is counted
 * @param quota units for each {@code per}, 1 to a million
 * @param per a millisecond to 31 days
 * @param burst units that may be had at once, beside the quota, 1 to a million; 0 for a window
 */
public record LimitPolicy(String name, Kind kind, long quota, Duration per, long burst) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9.-]{1,64}");
  private static final long MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(31);

  /** How it is counted. */
  public enum Kind {
    /**
     * Evenly: as a bucket from which units leak at the quota's rate (GCRA, as ITU-T I.371 has it).
     * In any span of {@code per} never more than quota and burst together.
     */
    TOKEN_BUCKET,
    /**
     * Never more than the quota in any span of {@code per}. It counts in sixtieths of that, so that
     * what was had counts for up to a sixtieth longer.
     */
    SLIDING_WINDOW
  }

  /**
   * @throws IllegalArgumentException naming what is out of bounds
   */
  public LimitPolicy {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name is \"" + name + "\"; allowed: 1 to 64 of a-z, 0-9, dot and hyphen");
    }
    require("quota", quota, 1, MOST);
    if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("per is " + per + "; allowed: PT0.001S to " + LONGEST);
    }
    if (kind == Kind.TOKEN_BUCKET) {
      require("burst", burst, 1, MOST);
    } else {
      require("burst", burst, 0, 0);
    }
  }

  /** Evenly, and some at once. */
  public static LimitPolicy bucket(String name, long quota, Duration per, long burst) {
    return new LimitPolicy(name, Kind.TOKEN_BUCKET, quota, per, burst);
  }

  /** So many in any such span. */
  public static LimitPolicy window(String name, long quota, Duration per) {
    return new LimitPolicy(name, Kind.SLIDING_WINDOW, quota, per, 0);
  }

  /** What one can have at once at the most. */
  public long most() {
    return kind == Kind.TOKEN_BUCKET ? burst : quota;
  }

  long perMicros() {
    return Math.max(1, per.toNanos() / 1000);
  }

  /** Returns the cost if it can be paid at all. */
  long affordable(long cost) {
    require("cost", cost, 0, most());
    return cost;
  }

  private static void require(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " is " + value + "; allowed: " + (least == most ? least : least + " to " + most));
    }
  }
}
