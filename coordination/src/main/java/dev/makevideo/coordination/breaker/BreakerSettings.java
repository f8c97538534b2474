package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * How a breaker behaves.
 *
 * @param failures how many failures in a row open it; at least 1
 * @param openFor how long it stays open before trials; more than zero
 * @param trials how many trial calls may be in flight when it is half-open; at least 1
 * @param trialWait after which time a call should ask again that was denied because all trials are
 *     taken; more than zero
 */
public record BreakerSettings(int failures, Duration openFor, int trials, Duration trialWait) {
  private static final int FAILURES = 5;
  private static final int TRIALS = 3;
  private static final Duration TRIAL_WAIT = Duration.ofSeconds(2);

  /**
   * @throws IllegalArgumentException naming the component that is out of its range
   */
  public BreakerSettings {
    requirePositive("failures", failures);
    requirePositive("openFor", openFor.toNanos());
    requirePositive("trials", trials);
    requirePositive("trialWait", trialWait.toNanos());
  }

  /** Five failures, three trials. */
  public static BreakerSettings openFor(Duration openFor) {
    return new BreakerSettings(FAILURES, openFor, TRIALS, TRIAL_WAIT);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be more than zero, and is " + value);
    }
  }
}
