package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import java.util.List;

/**
 * What somebody who follows a conversation has not heard yet: the answer of the {@code news} query.
 *
 * @param view as it is now
 * @param turns those after the number that was asked for, in their order; at most {@link
 *     ConversationLimits#REPLIES_KEPT}, the last ones
 */
public record ConversationNews(ConversationView view, List<CountedTurn> turns) {
  public ConversationNews {
    turns = List.copyOf(turns);
  }

  /** What was said after turn number {@code after}; 0: from the beginning. */
  public static ConversationNews of(ConversationState state, int after) {
    return new ConversationNews(
        ConversationView.of(state),
        state.replies().stream().filter(turn -> turn.reply().turn() > after).toList());
  }
}
