package dev.makevideo.activities.external;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers in which sources tell how many calls are left: {@code X-RateLimit-Remaining}
 * and {@code X-RateLimit-Reset}, which is a number of seconds (Pixabay) or a time in seconds since
 * 1970 (Pexels).
 */
final class RateLimit {
  /** A larger number is a time, and a smaller one a span. */
  private static final long FIRST_TIME = 1_000_000_000L;

  private RateLimit() {}

  /** When calls are allowed again, if none is left; an hour from now at the most. */
  static Optional<Instant> usedUp(@Nullable String remaining, @Nullable String reset, Instant now) {
    return remaining != null && remaining.strip().matches("-?0+|-\\d{1,9}")
        ? resets(reset, now)
        : Optional.empty();
  }

  /** When the count starts again. */
  static Optional<Instant> resets(@Nullable String reset, Instant now) {
    if (reset == null || !reset.strip().matches("\\d{1,12}")) {
      return Optional.empty();
    }
    long seconds = Long.parseLong(reset.strip());
    Instant at = seconds >= FIRST_TIME ? Instant.ofEpochSecond(seconds) : now.plusSeconds(seconds);
    return Optional.of(now.plus(RetryAfter.bounded(Duration.between(now, at))));
  }
}
