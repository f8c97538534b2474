package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation as its users see it: the answer of the {@code state} query, and the result of its
 * workflow.
 *
 * @param turns how many were counted
 * @param asked what is asked now
 * @param question its words
 * @param missing what lacks before the job can start
 * @param replies the last ones, with the ids of their turns
 * @param expiresAt when it ends if nothing more is said
 * @param job the job that it started
 */
public record ConversationView(
    ConversationStatus status,
    Tongue tongue,
    int turns,
    Brief brief,
    Question asked,
    String question,
    List<Lack> missing,
    List<CountedTurn> replies,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    Optional<JobId> job) {
  public ConversationView {
    missing = List.copyOf(missing);
    replies = List.copyOf(replies);
  }

  /** The same with another status. */
  public ConversationView as(ConversationStatus other) {
    return new ConversationView(
        other, tongue, turns, brief, asked, question, missing, replies, createdAt, updatedAt,
        expiresAt, job);
  }

  /** As its users see this state. */
  public static ConversationView of(ConversationState state) {
    Question asked = Question.next(state.brief(), state.abilities());
    List<CountedTurn> replies = state.replies();
    return new ConversationView(
        state.status(),
        state.tongue(),
        state.turns(),
        state.brief(),
        asked,
        asked.words(state.tongue()),
        Lack.of(state.brief(), state.abilities()),
        replies.subList(
            Math.max(0, replies.size() - ConversationLimits.REPLIES_SHOWN), replies.size()),
        state.createdAt(),
        state.updatedAt(),
        state.updatedAt().plus(ConversationLimits.SILENCE),
        state.job());
  }
}
