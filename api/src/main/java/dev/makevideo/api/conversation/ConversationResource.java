package dev.makevideo.api.conversation;

import dev.makevideo.workflows.conversation.Brief;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.conversation.ConversationStatus;
import dev.makevideo.workflows.conversation.ConversationView;
import dev.makevideo.workflows.conversation.Lack;
import dev.makevideo.workflows.conversation.Reply;
import dev.makevideo.workflows.conversation.TurnAnswer;
import dev.makevideo.workflows.job.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Conversations as the API shows them: fields by their names in the form. */
final class ConversationResource {
  private static final String ALL = "/v1/conversations/";

  private ConversationResource() {}

  static String self(ConversationId id) {
    return ALL + id.value();
  }

  static Map<String, Object> of(ConversationId id, ConversationView view) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id.value());
    body.put("status", view.status());
    body.put("language", view.tongue());
    body.put("turns", view.turns());
    body.put("asked", view.asked());
    body.put("question", view.question());
    body.put("brief", brief(view.brief()));
    body.put("missing", missing(view.missing()));
    body.put(
        "replies",
        view.replies().stream()
            .map(counted -> Map.of("turn_id", counted.id(), "text", counted.reply().text()))
            .toList());
    body.put("created_at", view.createdAt());
    body.put("updated_at", view.updatedAt());
    body.put("expires_at", view.expiresAt());
    view.job().ifPresent(job -> body.put("job_id", job.value()));
    body.put("links", links(id, view));
    return body;
  }

  private static Map<String, String> links(ConversationId id, ConversationView view) {
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", self(id));
    view.job().ifPresent(job -> links.put("job", "/v1/videos/" + job.value()));
    return links;
  }

  static Map<String, Object> of(ConversationId id, TurnAnswer answer) {
    Reply reply = answer.reply();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id.value());
    body.put("turn", reply.turn());
    body.put("text", reply.text());
    body.put("changed", reply.changed().stream().map(Field::label).toList());
    body.put("refused", reply.refused().stream().map(Field::label).toList());
    body.put("asked", reply.asked());
    body.put("start", reply.start());
    body.put("status", answer.status());
    body.put("brief", brief(answer.brief()));
    body.put("missing", missing(answer.missing()));
    return body;
  }

  /** A turn and its reply, as an event has them. */
  static Map<String, Object> said(CountedTurn turn) {
    Reply reply = turn.reply();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("turn_id", turn.id());
    body.put("said", turn.said());
    body.put("reply", reply.text());
    body.put("changed", reply.changed().stream().map(Field::label).toList());
    body.put("refused", reply.refused().stream().map(Field::label).toList());
    body.put("asked", reply.asked());
    body.put("start", reply.start());
    return body;
  }

  /** Where it stands, as an event tells it: without what differs each time. */
  static Map<String, Object> state(
      ConversationId id, ConversationView view, ConversationStatus status) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id.value());
    body.put("status", status);
    body.put("language", view.tongue());
    body.put("asked", view.asked());
    body.put("question", view.question());
    body.put("brief", brief(view.brief()));
    body.put("missing", missing(view.missing()));
    view.job().ifPresent(job -> body.put("job_id", job.value()));
    return body;
  }

  /** How it ended, as an event tells it. */
  static Map<String, Object> end(
      ConversationId id, ConversationView view, ConversationStatus status) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", status);
    view.job().ifPresent(job -> body.put("job_id", job.value()));
    body.put("links", links(id, view));
    return body;
  }

  private static Map<String, Object> brief(Brief brief) {
    Map<String, Object> body = new LinkedHashMap<>();
    brief.texts().forEach((field, text) -> body.put(field.label(), text));
    brief
        .narration()
        .ifPresent(
            narration -> {
              Map<String, Object> told = new LinkedHashMap<>();
              told.put("recorded", narration.audio().isPresent());
              narration
                  .duration()
                  .ifPresent(lasts -> told.put("duration_seconds", lasts.toMillis() / 1000.0));
              body.put(Field.AUDIO.label(), told);
            });
    brief.script().ifPresent(script -> body.put(Field.SCRIPT.label(), Map.of("attached", true)));
    return body;
  }

  private static List<Map<String, String>> missing(List<Lack> lacks) {
    return lacks.stream()
        .map(lack -> Map.of("field", lack.field().label(), "detail", lack.english()))
        .toList();
  }
}
