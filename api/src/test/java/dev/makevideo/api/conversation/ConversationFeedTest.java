package dev.makevideo.api.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.conversation.ConversationSource.Mark;
import dev.makevideo.api.conversation.ConversationSource.Snapshot;
import dev.makevideo.api.feed.Feed;
import dev.makevideo.workflows.conversation.Abilities;
import dev.makevideo.workflows.conversation.Conversation;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationNews;
import dev.makevideo.workflows.conversation.ConversationState;
import dev.makevideo.workflows.conversation.Tongue;
import dev.makevideo.workflows.conversation.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What clients are told, whatever the feed saw and missed. */
class ConversationFeedTest implements ConversationSource.Questions {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  private final Feed<Snapshot> feed = new Feed<>(new ConversationSource(this));
  private final List<Snapshot> told = new ArrayList<>();
  private ConversationState state =
      ConversationState.begun(Tongue.ENGLISH, new Abilities(true, Map.of()), NOW);
  private Mark mark = new Mark("run", 1, true);
  private boolean worker = true;
  private int asked;

  @Override
  public Mark mark() {
    return mark;
  }

  @Override
  public Optional<ConversationNews> news(int after, boolean open) {
    asked++;
    return worker ? Optional.of(ConversationNews.of(state, after)) : Optional.empty();
  }

  private void say(int turns) {
    for (int i = 0; i < turns; i++) {
      String id = "t-" + state.counted().size();
      state = Conversation.turn(state, Turn.of(id, "about river " + id), NOW).state();
      mark = new Mark("run", mark.events() + 5, true);
    }
  }

  private static List<String> told(EventCursor cursor, Snapshot snapshot) {
    return cursor.next(snapshot).stream()
        .map(event -> event.type() + event.number().orElse(0))
        .toList();
  }

  @Test
  void aWorkerIsAskedOnlyWhenTheHistoryHasGrown() {
    feed.add(told::add);
    feed.look();
    feed.look();
    assertEquals(1, asked);
    say(2);
    feed.look();
    feed.look();
    assertEquals(2, asked);
    assertEquals(2, told.size());
    List<Snapshot> late = new ArrayList<>();
    feed.tell(late::add);
    assertEquals(told.subList(1, 2), late);
  }

  @Test
  void withoutAWorkerItAsksAgain() {
    worker = false;
    feed.add(told::add);
    feed.look();
    assertTrue(told.isEmpty());
    worker = true;
    feed.look();
    assertEquals(1, told.size());
  }

  @Test
  void aLookIsArrangedOnce() {
    assertTrue(feed.claimLook());
    assertFalse(feed.claimLook());
    feed.look();
    assertTrue(feed.claimLook());
  }

  @Test
  void eachNumberComesOnceAndInOrder() {
    EventCursor cursor = new EventCursor(new ConversationId("cv-a"), 0);
    feed.add(told::add);
    say(2);
    feed.look();
    assertEquals(List.of("turn1", "turn2", "state0"), told(cursor, told.get(0)));
    assertEquals(List.of(), told(cursor, told.get(0)));
    say(1);
    feed.look();
    assertEquals(List.of("turn3", "state0"), told(cursor, told.get(1)));
    assertEquals(List.of(), told(cursor, told.get(0)), "an older one comes late");
    assertEquals(3, cursor.seen());
    EventCursor back = new EventCursor(new ConversationId("cv-a"), 2);
    assertEquals(List.of("turn3", "state0"), told(back, told.get(1)));
  }

  @Test
  void whatIsNotKeptAnyMoreIsSaidToBeMissing() {
    say(60);
    feed.add(told::add);
    feed.look();
    EventCursor cursor = new EventCursor(new ConversationId("cv-a"), 3);
    List<ConversationEvent> events = cursor.next(told.get(0));
    assertEquals("gap", events.get(0).type());
    assertEquals(Map.of("from", 4L, "to", 10L), events.get(0).data());
    assertEquals(10, events.get(0).number().orElseThrow());
    assertEquals(52, events.size());
    say(70);
    feed.look();
    assertEquals("gap80", told(cursor, told.get(1)).get(0));
    assertEquals(130, cursor.seen());
  }

  @Test
  void theEndComesOnceAndLooksStop() {
    say(1);
    feed.add(told::add);
    mark = new Mark("run", 9, false);
    feed.look();
    EventCursor cursor = new EventCursor(new ConversationId("cv-a"), 0);
    assertEquals(List.of("turn1", "state0", "end2"), told(cursor, told.get(0)));
    assertEquals("ended", told.get(0).status().label(), "terminated by its server's operator");
    mark = new Mark("run", 10, false);
    feed.look();
    assertEquals(1, asked);
    EventCursor after = new EventCursor(new ConversationId("cv-a"), 2);
    assertEquals(List.of("state0"), told(after, told.get(0)));
  }

  @Test
  void aServerThatIsAwayIsTheCallersTrouble() {
    Feed<Snapshot> broken =
        new Feed<>(
            before -> {
              throw new IllegalStateException("away");
            });
    assertThrows(IllegalStateException.class, broken::look);
    assertTrue(broken.claimLook());
  }
}
