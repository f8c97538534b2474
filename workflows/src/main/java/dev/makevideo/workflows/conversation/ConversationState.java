package dev.makevideo.workflows.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a conversation.
 *
 * @param version of this form
 * @param tongue that replies are in
 * @param turns all that were counted, in their order
 * @param updatedAt when the last turn was counted
 */
public record ConversationState(
    int version,
    Tongue tongue,
    Abilities abilities,
    Brief brief,
    List<CountedTurn> turns,
    Instant createdAt,
    Instant updatedAt) {
  /** The version that is written. */
  public static final int VERSION = 1;

  public ConversationState {
    turns = List.copyOf(turns);
  }

  /** A turn and its reply. */
  public record CountedTurn(String id, Reply reply) {}

  /** Of a conversation that begins. */
  public static ConversationState begun(Tongue tongue, Abilities abilities, Instant now) {
    return new ConversationState(VERSION, tongue, abilities, Brief.EMPTY, List.of(), now, now);
  }

  /** The reply to a turn that was counted before. */
  Optional<Reply> replyTo(String id) {
    return turns.stream().filter(t -> t.id().equals(id)).map(CountedTurn::reply).findFirst();
  }
}
