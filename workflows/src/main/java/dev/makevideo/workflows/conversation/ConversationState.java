package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known of a conversation: what continues as new, and what its workflow returns.
 *
 * @param version of this form
 * @param tongue that replies are in
 * @param counted the ids of all turns that were counted, in their order
 * @param replies the last of them, with what was said and replied
 * @param job the job that it started
 * @param updatedAt when the last turn was counted
 */
public record ConversationState(
    int version,
    Tongue tongue,
    Abilities abilities,
    Brief brief,
    List<String> counted,
    List<CountedTurn> replies,
    ConversationStatus status,
    Optional<JobId> job,
    Instant createdAt,
    Instant updatedAt)
    implements SavedState {
  /** The version that is written. */
  public static final int VERSION = 2;

  public ConversationState {
    counted = List.copyOf(counted);
    replies = List.copyOf(replies);
  }

  /**
   * A turn and its reply.
   *
   * @param said the beginning of what was said, on one line; empty of the first version
   */
  public record CountedTurn(String id, String said, Reply reply) {
    public CountedTurn {
      said = Objects.requireNonNullElse(said, "");
    }
  }

  /** Of a conversation that begins. */
  public static ConversationState begun(Tongue tongue, Abilities abilities, Instant now) {
    return new ConversationState(
        VERSION,
        tongue,
        abilities,
        Brief.EMPTY,
        List.of(),
        List.of(),
        ConversationStatus.GATHERING,
        Optional.empty(),
        now,
        now);
  }

  /** How many turns were counted. */
  int turns() {
    return counted.size();
  }

  /** Whether a turn was counted before. */
  boolean hasCounted(String id) {
    return counted.contains(id);
  }

  /** The reply to a turn that was counted before, if it is still kept. */
  Optional<Reply> replyTo(String id) {
    return replies.stream().filter(t -> t.id().equals(id)).map(CountedTurn::reply).findFirst();
  }

  /** With one turn more. */
  ConversationState with(CountedTurn turn, Brief after, Tongue in, Instant now) {
    List<String> ids = new ArrayList<>(counted);
    ids.add(turn.id());
    List<CountedTurn> kept = new ArrayList<>(replies);
    kept.add(turn);
    int from = Math.max(0, kept.size() - ConversationLimits.REPLIES_KEPT);
    return new ConversationState(
        VERSION,
        in,
        abilities,
        after,
        ids,
        kept.subList(from, kept.size()),
        Lack.of(after, abilities).isEmpty()
            ? ConversationStatus.READY
            : ConversationStatus.GATHERING,
        job,
        createdAt,
        now);
  }

  /** With another status, and the job if it started one. */
  ConversationState closed(ConversationStatus as, Optional<JobId> started) {
    return new ConversationState(
        VERSION, tongue, abilities, brief, counted, replies, as, started, createdAt, updatedAt);
  }
}
