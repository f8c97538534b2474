package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import java.time.Instant;
import java.util.List;

/**
 * The state of version 1, which kept the reply to every turn, and knew neither its status nor its
 * job. Only read.
 *
 * @param turns all that were counted, in their order
 */
public record FirstState(
    int version,
    Tongue tongue,
    Abilities abilities,
    Brief brief,
    List<CountedTurn> turns,
    Instant createdAt,
    Instant updatedAt)
    implements SavedState {
  /** The version that wrote this form. */
  public static final int VERSION = 1;

  public FirstState {
    turns = List.copyOf(turns);
  }
}
