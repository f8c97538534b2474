package dev.makevideo.standalone.cli;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Spans {
  private static final long TENTHS_BELOW_SECONDS = 10;

  private Spans() {}

  /** Such as {@code 4.2 s}, {@code 38 s}, {@code 2 m 05 s}, {@code 1 h 02 m}. */
  static String of(Duration span) {
    long seconds = span.toSeconds();
    if (seconds < TENTHS_BELOW_SECONDS) {
      return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }
    if (span.toMinutes() == 0) {
      return seconds + " s";
    }
    if (span.toHours() == 0) {
      return String.format(Locale.ROOT, "%d m %02d s", span.toMinutes(), span.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%d h %02d m", span.toHours(), span.toMinutesPart());
  }
}
