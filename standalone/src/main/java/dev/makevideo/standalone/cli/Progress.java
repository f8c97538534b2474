package dev.makevideo.standalone.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows a job as it goes on: on a terminal a block with a bar and a line per stage, drawn again in
 * place; in a pipe a plain line for each change. Not thread-safe.
 */
final class Progress {
  private static final int BAR = 20;
  private static final int NAME_WIDTH = 20;
  private static final int COUNT_WIDTH = 9;
  private static final Duration LINE_EVERY = Duration.ofSeconds(2);

  private final Console console;
  private final Map<String, String> printed = new HashMap<>();
  private final Map<String, Long> printedAt = new HashMap<>();

  Progress(Console console) {
    this.console = console;
  }

  /** Shows this state. */
  void show(ReportedJob job) {
    if (console.isLive()) {
      console.redraw(block(job, console.columns() - 1));
    } else {
      lines(job, System.nanoTime());
    }
  }

  /** What comes next goes below. */
  void end() {
    console.release();
  }

  /** The block for a terminal; no line is longer than {@code width}. */
  static List<String> block(ReportedJob job, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(cut(headline(job), width));
    for (ReportedJob.StageLine stage : job.stages()) {
      if (stage.isShown()) {
        lines.add(cut("  " + mark(stage) + " " + text(stage), width));
      }
    }
    job.waits().forEach(wait -> lines.add(cut("  " + wait, width)));
    return lines;
  }

  /** The block for reading once: whole lines, as reasons are long. */
  static List<String> lines(ReportedJob job) {
    return block(job, Integer.MAX_VALUE);
  }

  private static String headline(ReportedJob job) {
    int filled = Math.max(0, Math.min(BAR, job.percent() * BAR / 100));
    return String.format(
            Locale.ROOT,
            "[%s%s] %3d %%  %s",
            "#".repeat(filled),
            "-".repeat(BAR - filled),
            job.percent(),
            job.status())
        + job.eta()
            .filter(eta -> !job.isFinal())
            .map(eta -> ", about " + Spans.of(eta) + " left")
            .orElse("");
  }

  private static String mark(ReportedJob.StageLine stage) {
    return switch (stage.state()) {
      case "completed" -> "+";
      case "running" -> ">";
      case "waiting" -> "~";
      case "failed" -> "!";
      default -> " ";
    };
  }

  private static String text(ReportedJob.StageLine stage) {
    String count = stage.total() > 0 ? stage.done() + "/" + stage.total() : "";
    String more = stage.note().isEmpty() ? stage.took().map(Spans::of).orElse("") : stage.note();
    return String.format(
            Locale.ROOT,
            "%-" + NAME_WIDTH + "s %" + COUNT_WIDTH + "s  %s",
            stage.stage(),
            count,
            more)
        .stripTrailing();
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  private void lines(ReportedJob job, long now) {
    for (ReportedJob.StageLine stage : job.stages()) {
      if (!stage.state().equals("pending") && stage.isShown()) {
        line(stage, job, now);
      }
    }
    for (String wait : job.waits()) {
      if (!Objects.equals(printed.put("wait " + wait, wait), wait)) {
        console.tell(wait);
      }
    }
  }

  /** A change of state is printed at once, a change of the count every two seconds. */
  private void line(ReportedJob.StageLine stage, ReportedJob job, long now) {
    String text = stage.state() + " " + stage.done() + "/" + stage.total() + stage.note();
    @Nullable String last = printed.get(stage.stage());
    if (text.equals(last)) {
      return;
    }
    boolean newState = last == null || !last.startsWith(stage.state() + " ");
    long since = now - printedAt.getOrDefault(stage.stage(), now - LINE_EVERY.toNanos());
    if (newState || since >= LINE_EVERY.toNanos()) {
      printed.put(stage.stage(), text);
      printedAt.put(stage.stage(), now);
      console.tell(
          String.format(Locale.ROOT, "%3d %% %-9s %s", job.percent(), stage.state(), text(stage)));
    }
  }
}
