package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.job.Field;
import dev.makevideo.workflows.job.VideoRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the state of any version to the present form, and judges what it holds by the rules of
 * today: a value that they refuse is left out, and is asked for again. What is valid stays as it
 * was. Stateless.
 */
public final class Migration {
  private Migration() {}

  /**
   * @param leftOut fields whose values are not allowed any more
   */
  public record Migrated(ConversationState state, List<Field> leftOut) {
    public Migrated {
      leftOut = List.copyOf(leftOut);
    }
  }

  /**
   * The state in the present form.
   *
   * @param now later times are taken for this one
   */
  public static Migrated migrate(SavedState saved, Instant now) {
    ConversationState state =
        saved instanceof FirstState first
            ? ofFirst(first)
            : saved instanceof ConversationState present ? present : unknown(saved);
    List<Field> leftOut = new ArrayList<>();
    Brief brief = judged(state.brief(), leftOut);
    List<String> counted =
        new ArrayList<>(new LinkedHashSet<>(state.counted().stream().filter(Turn::isId).toList()));
    List<CountedTurn> replies =
        state.replies().stream().filter(turn -> counted.contains(turn.id())).toList();
    int from = Math.max(0, replies.size() - ConversationLimits.REPLIES_KEPT);
    Instant created = earlier(state.createdAt(), now);
    Instant updated = earlier(state.updatedAt(), now);
    return new Migrated(
        new ConversationState(
            ConversationState.VERSION,
            state.tongue(),
            state.abilities(),
            brief,
            counted,
            replies.subList(from, replies.size()),
            status(state, brief),
            state.job(),
            created,
            updated.isBefore(created) ? created : updated),
        leftOut);
  }

  private static ConversationState unknown(SavedState saved) {
    throw new IllegalArgumentException("a state of version " + saved.version() + " is unknown");
  }

  private static ConversationState ofFirst(FirstState first) {
    return new ConversationState(
        ConversationState.VERSION,
        first.tongue(),
        first.abilities(),
        first.brief(),
        first.turns().stream().map(CountedTurn::id).toList(),
        first.turns(),
        ConversationStatus.GATHERING,
        Optional.empty(),
        first.createdAt(),
        first.updatedAt());
  }

  private static ConversationStatus status(ConversationState state, Brief brief) {
    if (state.status().isClosed()) {
      return state.status();
    }
    return Lack.of(brief, state.abilities()).isEmpty()
        ? ConversationStatus.READY
        : ConversationStatus.GATHERING;
  }

  private static Instant earlier(Instant time, Instant now) {
    return time.isAfter(now) ? now : time;
  }

  private static Brief judged(Brief brief, List<Field> leftOut) {
    Brief judged =
        new Brief(Map.of(), Optional.empty(), brief.script(), brief.clipUrls(), brief.passed());
    for (Map.Entry<Field, String> text : brief.texts().entrySet()) {
      Brief with = judged.with(text.getKey(), Optional.of(text.getValue()));
      if (isAllowed(with, text.getKey(), text.getValue())) {
        judged = with;
      } else {
        leftOut.add(text.getKey());
      }
    }
    Optional<Narration> narration =
        brief
            .narration()
            .filter(n -> n.duration().filter(d -> !BriefEditor.isAllowed(d)).isEmpty());
    if (narration.isEmpty() && brief.narration().isPresent()) {
      leftOut.add(Field.AUDIO);
    }
    return narration.isPresent() ? judged.with(narration.get()) : judged;
  }

  private static boolean isAllowed(Brief brief, Field field, String value) {
    try {
      field.option().ifPresent(option -> option.set(VideoRequest.builder(), value));
      if (field == Field.QUERY || field == Field.SHOTS) {
        return !brief.phrases().isProposed();
      }
      return !value.isBlank() && value.length() <= Utterance.LONGEST;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
