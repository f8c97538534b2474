package dev.makevideo.activities.clips;

import java.time.Duration;

/** How long an item that failed is left alone: 2, 4, 8, 16, 32, then 60 s. */
final class Backoff {
  private static final long MOST_SECONDS = 60;
  private static final int LAST_DOUBLING = 6;

  private Backoff() {}

  /**
   * @param attempts how often it failed, 1 or more
   */
  static Duration after(int attempts) {
    return Duration.ofSeconds(Math.min(MOST_SECONDS, 1L << Math.min(attempts, LAST_DOUBLING)));
  }
}
