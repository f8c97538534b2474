package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * How a breaker behaves.
 *
 * @param failures how many failures in a row open it; at least 1
 * @param openFor how long it stays open before trials; more than zero, at most twelve hours
 * @param trials how many trial calls may be in flight when it is half-open; at least 1
 * @param trialWait after which time a call should ask again that was denied because all trials are
 *     taken; more than zero, at most twelve hours
 * @param trialGrace how much longer than the call's deadline a trial's place is kept for its
 *     report; not negative, at most five seconds
 */
public record BreakerSettings(
    int failures, Duration openFor, int trials, Duration trialWait, Duration trialGrace) {
  private static final int FAILURES = 5;
  private static final int TRIALS = 3;
  private static final Duration TRIAL_WAIT = Duration.ofSeconds(2);
  private static final Duration TRIAL_GRACE = Duration.ofSeconds(2);
  private static final Duration MOST_GRACE = Duration.ofSeconds(5);

  /** Well within the time for which Redis keeps the state. */
  private static final Duration MOST = Duration.ofHours(12);

  private static final long MOST_SECONDS = MOST.toSeconds();

  /**
   * @throws IllegalArgumentException naming the component that is out of its range
   */
  public BreakerSettings {
    requirePositive("failures", failures);
    requireWithin("openFor", openFor);
    requirePositive("trials", trials);
    requireWithin("trialWait", trialWait);
    if (trialGrace.isNegative() || trialGrace.compareTo(MOST_GRACE) > 0) {
      throw new IllegalArgumentException(
          "trialGrace must be from zero to " + MOST_GRACE + ", and is " + trialGrace);
    }
  }

  /** Five failures, three trials. */
  public static BreakerSettings openFor(Duration openFor) {
    return new BreakerSettings(FAILURES, openFor, TRIALS, TRIAL_WAIT, TRIAL_GRACE);
  }

  /** How long a trial's place is kept for a call with this deadline. */
  Duration lease(Duration deadline) {
    return deadline.plus(trialGrace);
  }

  /**
   * Checks how long a call may take.
   *
   * @throws IllegalArgumentException if it is not more than zero, or more than twelve hours
   */
  static void requireDeadline(Duration deadline) {
    long seconds = deadline.getSeconds();
    if (seconds <= 0 || seconds >= MOST_SECONDS) { // every call comes by here; few are so odd
      requireWithin("deadline", deadline);
    }
  }

  private static void requireWithin(String name, Duration value) {
    if (value.isNegative() || value.isZero() || value.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          name + " must be more than zero and at most " + MOST + ", and is " + value);
    }
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be more than zero, and is " + value);
    }
  }
}
