package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A job's view as the Markdown that Temporal's Web UI shows to people who may never have seen this
 * code: status, waits, stages, and what happened last. Times are in UTC.
 */
final class ProgressTable {
  private static final int EVENTS = 8;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ProgressTable() {}

  static String of(JobView view) {
    StringBuilder text = new StringBuilder();
    text.append("**").append(view.status().label()).append("** · ");
    text.append(view.percent()).append(" % · clips: ").append(view.approved());
    text.append(" approved, ").append(view.rejected());
    text.append(" rejected · worked ").append(view.worked().toSeconds()).append(" s of at most ");
    text.append(view.deadline().toSeconds()).append(" s\n\n");
    view.failureMessage()
        .ifPresent(
            message ->
                text.append("**Failed**: ")
                    .append(view.failureType().map(type -> type + ": ").orElse(""))
                    .append(plain(message))
                    .append("\n\n"));
    view.hold().flatMap(JobHold::pausedSince).ifPresent(since -> text.append(paused(since)));
    view.hold().flatMap(JobHold::approval).ifPresent(wait -> text.append(of(wait)));
    view.waits().forEach(wait -> text.append(of(wait)));
    view.warnings()
        .forEach(warning -> text.append("**Warning**: ").append(plain(warning)).append("\n\n"));
    text.append("| Stage | State | Done | Time | Note |\n|---|---|---|---|---|\n");
    view.stages().forEach(stage -> text.append(row(stage, view.status())));
    text.append("\n**Last events**, newest first\n\n");
    List<JobEvent> events = view.events();
    for (int i = events.size() - 1; i >= Math.max(0, events.size() - EVENTS); i--) {
      text.append("- ").append(time(events.get(i).at()));
      text.append(" · ").append(plain(events.get(i).message())).append('\n');
    }
    return text.toString();
  }

  private static String paused(Instant since) {
    return "**Paused** since " + JobProgress.seconds(since) + "\n\n";
  }

  private static String of(ApprovalWait wait) {
    return "**Waiting for approval** of the "
        + String.join(" and the ", wait.of())
        + ", until "
        + JobProgress.seconds(wait.until())
        + "\n\n";
  }

  private static String of(ServiceWait wait) {
    return "**Waiting for "
        + wait.service()
        + "**, retry at "
        + JobProgress.seconds(wait.retryAt())
        + ": "
        + plain(wait.reason())
        + "\n\n";
  }

  private static String row(StageProgress stage, JobStatus status) {
    boolean items = stage.total() > 0;
    return "| "
        + together(JobProgress.words(stage.stage()))
        + " | "
        + (stage.state() == StageState.PENDING && status.isFinal() ? "" : stage.state().label())
        + " | "
        + (items ? together(stage.done() + " of " + stage.total()) : "")
        + " | "
        + together(span(stage))
        + " | "
        + plain(stage.note())
        + " |\n";
  }

  private static String span(StageProgress stage) {
    Optional<Instant> start = stage.startedAt();
    if (start.isEmpty()) {
      return "";
    }
    return stage
        .endedAt()
        .map(end -> seconds(Duration.between(start.get(), end)))
        .orElseGet(() -> "since " + time(start.get()));
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  /** In cells that are too short to be broken: the note takes what is left of the line. */
  private static String together(String text) {
    return text.replace(' ', '\u00a0');
  }

  /** Text of others, such as a service's message, without a meaning in Markdown or HTML. */
  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]|<>#~!])", "\\\\$1");
  }
}
