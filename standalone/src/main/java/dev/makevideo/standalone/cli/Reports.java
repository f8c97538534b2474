package dev.makevideo.standalone.cli;

import java.time.Duration;
import java.util.Locale;

/** Lines of a finished job's report. */
final class Reports {
  private static final int PERCENT = 100;

  private Reports() {}

  static String line(ReportedJob.RejectedLine clip) {
    String confidence =
        clip.confidence().isPresent()
            ? String.format(
                Locale.ROOT, " (confidence %.0f %%)", clip.confidence().getAsDouble() * PERCENT)
            : "";
    String message = clip.message().isEmpty() ? "" : ": " + clip.message();
    return clip.name() + "  " + clip.reason() + confidence + message;
  }

  static String time(ReportedJob.StageLine stage, Duration took) {
    return String.format(
        Locale.ROOT,
        "%-20s %10s%s",
        stage.stage(),
        Spans.of(took),
        stage.total() > 0 ? "   " + stage.done() + "/" + stage.total() : "");
  }
}
