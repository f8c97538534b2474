package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of {@code top}: what the service told, as lines for a terminal. */
final class TopTable {
  private static final int SHORT_ID = 22;

  /** With the rest no more lines than a small terminal has. */
  static final int MOST_JOBS = 8;

  private static final int MOST_TROUBLES = 5;

  private TopTable() {}

  /**
   * What one look saw.
   *
   * @param jobs that are not ended, the newest first
   * @param queues the answer of {@code /v1/queues}
   * @param health the answer of {@code /health}
   */
  record Sight(
      String service, Instant at, List<ReportedJob> jobs, JsonNode queues, JsonNode health) {}

  /** The lines, none longer than {@code width}. */
  static List<String> lines(Sight sight, int width) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s  %s  %s"
            .formatted(
                sight.service(),
                sight.at(),
                sight.health().path("status").asText("health unknown")));
    lines.add("");
    queues(sight.queues(), lines);
    lines.add("");
    jobs(sight, lines);
    troubles(sight, lines);
    return lines.stream().map(line -> cut(line, width)).toList();
  }

  private static void queues(JsonNode queues, List<String> lines) {
    lines.add(row("QUEUE", 22, "WAITING", 8, "OLDEST", 11, "RUNNING", 8, "SLOTS", 6) + "WORKERS");
    for (JsonNode queue : queues.path("queues")) {
      lines.add(
          row(
                  queue.path("name").asText(),
                  22,
                  queue.path("waiting").asText("?"),
                  8,
                  oldest(queue),
                  11,
                  queue.path("running").asText("-"),
                  8,
                  queue.path("slots").asText("-"),
                  6)
              + queue.path("workers").size());
    }
  }

  private static String oldest(JsonNode queue) {
    double seconds = queue.path("oldest_seconds").asDouble();
    return queue.path("waiting").asLong() > 0
        ? Spans.of(Duration.ofMillis(Math.round(seconds * 1_000)))
        : "-";
  }

  private static void jobs(Sight sight, List<String> lines) {
    lines.add(row("JOB", 24, "STATUS", 9, "DONE", 6, "FOR", 11, "STAGE", 26) + "QUERY");
    for (ReportedJob job : sight.jobs().subList(0, Math.min(MOST_JOBS, sight.jobs().size()))) {
      lines.add(
          row(
                  shortened(job.id()),
                  24,
                  job.status(),
                  9,
                  job.percent() + " %",
                  6,
                  age(job, sight.at()),
                  11,
                  stage(job),
                  26)
              + job.json().path("query").asText(""));
    }
    int more = sight.jobs().size() - MOST_JOBS;
    if (sight.jobs().isEmpty()) {
      lines.add("no job is running or queued");
    } else if (more > 0) {
      lines.add("and " + more + " more: make-video list");
    }
  }

  private static String age(ReportedJob job, Instant now) {
    try {
      Instant made = Instant.parse(job.json().path("created_at").asText());
      Duration age = Duration.between(made, now);
      return Spans.of(age.isNegative() ? Duration.ZERO : age);
    } catch (java.time.format.DateTimeParseException e) {
      return "-";
    }
  }

  private static String stage(ReportedJob job) {
    return job.stages().stream()
        .filter(stage -> stage.state().equals("running") || stage.state().equals("waiting"))
        .reduce((first, second) -> second)
        .map(
            stage ->
                stage.stage()
                    + (stage.total() > 0 ? " " + stage.done() + "/" + stage.total() : "")
                    + (stage.state().equals("waiting") ? " ~" : ""))
        .orElse("-");
  }

  /** What jobs wait for, what is not healthy, why there is no room, and what is not known. */
  private static void troubles(Sight sight, List<String> lines) {
    List<String> troubles = new ArrayList<>();
    for (JsonNode queue : sight.queues().path("queues")) {
      if (queue.hasNonNull("no_room")) {
        troubles.add(
            queue.path("name").asText() + " waits for room: " + queue.path("no_room").asText());
      }
    }
    for (Map.Entry<String, JsonNode> check : sight.health().path("checks").properties()) {
      if (!check.getValue().path("healthy").asBoolean(true)) {
        troubles.add(check.getKey() + ": " + check.getValue().path("details").asText());
      }
    }
    sight.jobs().forEach(job -> job.waits().forEach(w -> troubles.add(job.id() + " " + w)));
    sight.queues().path("unknown").forEach(what -> troubles.add("not known: " + what.asText()));
    if (troubles.isEmpty()) {
      return;
    }
    lines.add("");
    troubles.stream().distinct().limit(MOST_TROUBLES).forEach(lines::add);
    if (troubles.size() > MOST_TROUBLES) {
      lines.add("and " + (troubles.size() - MOST_TROUBLES) + " more: make-video doctor, why ID");
    }
  }

  /** Columns of given widths, each at least one space from the next. */
  private static String row(Object... cellsAndWidths) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < cellsAndWidths.length; i += 2) {
      int width = (Integer) cellsAndWidths[i + 1];
      row.append(
          String.format(
              Locale.ROOT, "%-" + width + "s", cut(String.valueOf(cellsAndWidths[i]), width - 1)));
    }
    return row.toString();
  }

  /** An id's end tells them apart. */
  private static String shortened(String id) {
    return id.length() <= SHORT_ID
        ? id
        : id.substring(0, SHORT_ID - 9) + "…" + id.substring(id.length() - 8);
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + "…";
  }
}
