package dev.makevideo.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A job as the service's API tells it. Fields that an older service does not send are empty.
 *
 * @param eta what is left, while that is known
 * @param waits what the job waits for now, as sentences
 * @param warnings what people should know of the narration, the script or the video
 * @param failure what went wrong and what to do, if the job failed
 * @param json the whole answer
 */
record ReportedJob(
    String id,
    String status,
    int percent,
    Optional<Duration> eta,
    List<StageLine> stages,
    List<String> waits,
    List<RejectedLine> rejected,
    List<String> warnings,
    Optional<String> failure,
    JsonNode json) {

  /** One stage's progress. */
  record StageLine(
      String stage, String state, int done, int total, String note, Optional<Duration> took) {
    boolean isShown() {
      return !state.equals("skipped");
    }
  }

  /** One clip that was not used. */
  record RejectedLine(String name, String reason, String message, OptionalDouble confidence) {}

  static ReportedJob of(JsonNode json) {
    List<StageLine> stages = new ArrayList<>();
    json.path("stages").forEach(node -> stages.add(stage(node)));
    List<String> waits = new ArrayList<>();
    json.path("waits").forEach(node -> waits.add(wait(node)));
    holds(json, waits);
    List<RejectedLine> rejected = new ArrayList<>();
    json.path("rejected").forEach(node -> rejected.add(rejection(node)));
    List<String> warnings = new ArrayList<>();
    json.path("warnings").forEach(node -> warnings.add(node.asText()));
    JsonNode eta = json.path("eta_seconds");
    return new ReportedJob(
        json.path("id").asText(),
        json.path("status").asText(),
        json.path("percent").asInt(),
        eta.isNumber() ? Optional.of(Duration.ofSeconds(eta.asLong())) : Optional.empty(),
        List.copyOf(stages),
        List.copyOf(waits),
        List.copyOf(rejected),
        List.copyOf(warnings),
        failure(json.path("failure")),
        json);
  }

  boolean isFinal() {
    return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
  }

  /** What people hold it up with: {@code paused}, or {@code approval}, for which it waits. */
  Optional<String> held() {
    return json.has("paused_since")
        ? Optional.of("paused")
        : Optional.of(json.path("waiting_for").asText("")).filter(text -> !text.isEmpty());
  }

  private static void holds(JsonNode json, List<String> waits) {
    if (json.has("paused_since")) {
      waits.add("paused since " + json.path("paused_since").asText() + "; see make-video resume");
    }
    JsonNode approval = json.path("approval");
    if (approval.isObject()) {
      List<String> of = new ArrayList<>();
      approval.path("of").forEach(what -> of.add(what.asText()));
      waits.add(
          "waits for approval of "
              + String.join(" and ", of)
              + " until "
              + approval.path("until").asText()
              + "; see make-video review");
    }
  }

  private static StageLine stage(JsonNode node) {
    return new StageLine(
        node.path("stage").asText(),
        node.path("state").asText(),
        node.path("done").asInt(),
        node.path("total").asInt(),
        note(node),
        took(node));
  }

  /** While it runs, why it has to be tried again. */
  private static String note(JsonNode node) {
    String note = node.path("note").asText("");
    String failure = node.path("last_failure").asText("");
    return note.isEmpty() && !failure.isEmpty() && node.path("state").asText().equals("running")
        ? "attempt " + node.path("attempts").asInt() + ": " + failure
        : note;
  }

  private static Optional<Duration> took(JsonNode node) {
    return instant(node.path("started_at"))
        .flatMap(start -> instant(node.path("ended_at")).map(end -> Duration.between(start, end)));
  }

  private static String wait(JsonNode node) {
    String until = node.path("retry_at").asText("");
    String reason = node.path("reason").asText("");
    return "waiting for "
        + node.path("service").asText("a service")
        + (until.isEmpty() ? "" : ", retry at " + until)
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  private static RejectedLine rejection(JsonNode node) {
    JsonNode confidence = node.path("confidence");
    return new RejectedLine(
        node.path("name").asText(),
        node.path("reason").asText(),
        node.path("message").asText(""),
        confidence.isNumber() ? OptionalDouble.of(confidence.asDouble()) : OptionalDouble.empty());
  }

  private static Optional<String> failure(JsonNode node) {
    if (!node.isObject()) {
      return Optional.empty();
    }
    String title = node.path("title").asText(node.path("type").asText("failed"));
    String detail = node.path("detail").asText("");
    return Optional.of(detail.isEmpty() ? title : title + ": " + detail);
  }

  private static Optional<Instant> instant(JsonNode node) {
    try {
      return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
