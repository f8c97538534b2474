package dev.makevideo.coordination.session;

import java.time.Duration;

/**
 * How long sessions last; the same in all processes.
 *
 * @param timeToLive how long one lasts that is not touched; a second to 30 days
 * @param longest how long one lasts however often it is touched; {@code timeToLive} to a year. So
 *     that an id that was stolen does not let its thief in for ever
 */
public record SessionSettings(Duration timeToLive, Duration longest) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final int TIMES = 7;

  /**
   * @throws IllegalArgumentException naming what is out of bounds
   */
  public SessionSettings {
    require("timeToLive", timeToLive, SHORTEST, MOST);
    require("longest", longest, timeToLive, YEAR);
  }

  private static void require(String field, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          field + " is " + value + "; allowed: " + least + " to " + most);
    }
  }

  /** So long without a touch, and seven times that with touches. */
  public static SessionSettings lasting(Duration timeToLive) {
    return new SessionSettings(timeToLive, timeToLive.multipliedBy(TIMES));
  }

  /** A day without a touch, a week in all. */
  public static SessionSettings defaults() {
    return lasting(Duration.ofDays(1));
  }
}
