package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationSource.Snapshot;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.conversation.ConversationView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one client was told, and so what it must be told next: each number once, in order. Not
 * thread-safe.
 */
final class EventCursor {
  private final ConversationId id;
  private long seen;
  private long version = -1;
  private Map<String, Object> shown = Map.of();

  /**
   * @param after the number that the client saw last; 0: none
   */
  EventCursor(ConversationId id, long after) {
    this.id = id;
    this.seen = after;
  }

  /** The number that the client saw last. */
  long seen() {
    return seen;
  }

  /** What is new to the client; nothing if it was told of a later snapshot. */
  List<ConversationEvent> next(Snapshot snapshot) {
    List<ConversationEvent> events = new ArrayList<>();
    if (snapshot.version() <= version) {
      return events;
    }
    version = snapshot.version();
    ConversationView view = snapshot.view();
    addGap(snapshot, events);
    for (CountedTurn turn : snapshot.turns()) {
      if (turn.reply().turn() > seen) {
        seen = turn.reply().turn();
        events.add(
            new ConversationEvent(
                OptionalLong.of(seen), ConversationEvent.TURN, ConversationResource.said(turn)));
      }
    }
    Map<String, Object> state = ConversationResource.state(id, view, snapshot.status());
    if (!state.equals(shown)) {
      shown = state;
      events.add(new ConversationEvent(OptionalLong.empty(), ConversationEvent.STATE, state));
    }
    if (snapshot.isOver() && seen <= view.turns()) {
      seen = view.turns() + 1L;
      events.add(
          new ConversationEvent(
              OptionalLong.of(seen),
              ConversationEvent.END,
              ConversationResource.end(id, view, snapshot.status())));
    }
    return events;
  }

  /** A conversation keeps its last turns only. */
  private void addGap(Snapshot snapshot, List<ConversationEvent> events) {
    long before =
        snapshot.turns().isEmpty()
            ? snapshot.view().turns()
            : snapshot.turns().get(0).reply().turn() - 1L;
    if (before > seen) {
      Map<String, Object> data = Map.of("from", seen + 1, "to", before);
      seen = before;
      events.add(new ConversationEvent(OptionalLong.of(seen), ConversationEvent.GAP, data));
    }
  }
}
