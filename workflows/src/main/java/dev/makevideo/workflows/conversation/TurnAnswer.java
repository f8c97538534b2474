package dev.makevideo.workflows.conversation;

import java.util.List;

/**
 * What a turn is answered with.
 *
 * @param reply to the turn; the same when it comes again
 * @param status as it is now, with what follows
 * @param brief what was gathered
 * @param missing what lacks before the job can start
 */
public record TurnAnswer(Reply reply, ConversationStatus status, Brief brief, List<Lack> missing) {
  public TurnAnswer {
    missing = List.copyOf(missing);
  }
}
