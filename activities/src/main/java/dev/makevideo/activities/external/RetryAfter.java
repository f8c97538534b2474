package dev.makevideo.activities.external;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the Retry-After header (RFC 9110, 10.2.3): seconds or a date. */
final class RetryAfter {
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** A service that asks for more is asked again after this: it may have been a slip. */
  private static final Duration MOST = Duration.ofHours(1);

  private RetryAfter() {}

  /** The time that the header names, between a second and an hour from now; empty: none or odd. */
  static Optional<Instant> parse(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.strip();
    try {
      Duration wait =
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  now,
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Optional.of(now.plus(bounded(wait)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static Duration bounded(Duration wait) {
    if (wait.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
