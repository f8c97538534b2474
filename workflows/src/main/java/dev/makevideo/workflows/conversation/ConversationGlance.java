package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.Field;
import java.time.Instant;
import java.util.List;

/**
 * What a list tells of a conversation besides its status and topic. It stands in the memo, so that
 * a list needs no worker.
 *
 * @param turns how many were counted
 * @param createdAt when it began; the run that is listed may be a later one
 * @param updatedAt when the last turn was counted
 * @param missing what lacks before the job can start
 */
public record ConversationGlance(
    int turns, Instant createdAt, Instant updatedAt, List<Field> missing) {
  public ConversationGlance {
    missing = List.copyOf(missing);
  }

  /** Of this state. */
  static ConversationGlance of(ConversationState state) {
    return new ConversationGlance(
        state.turns(),
        state.createdAt(),
        state.updatedAt(),
        Lack.of(state.brief(), state.abilities()).stream().map(Lack::field).distinct().toList());
  }
}
