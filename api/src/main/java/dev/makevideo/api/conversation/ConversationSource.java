package dev.makevideo.api.conversation;

import dev.makevideo.api.feed.Feed;
import dev.makevideo.workflows.conversation.ConversationLimits;
import dev.makevideo.workflows.conversation.ConversationNews;
import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.conversation.ConversationStatus;
import dev.makevideo.workflows.conversation.ConversationView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one conversation. The server is asked whether the history has grown,
 * which costs little; only then a worker is asked for the news. Used by one thread at a time.
 */
final class ConversationSource implements Feed.Source<ConversationSource.Snapshot> {
  private final Questions questions;
  private @Nullable Mark seen;

  /** Where news come from. */
  interface Questions {
    /**
     * How far the history is.
     *
     * @throws RuntimeException if the server does not say
     */
    Mark mark();

    /**
     * What was said after a number; absent if no worker answers.
     *
     * @param open as the mark says
     */
    Optional<ConversationNews> news(int after, boolean open);
  }

  /**
   * How far a history is: nothing happened while it is the same.
   *
   * @param open whether more may come
   */
  record Mark(String run, long events, boolean open) {}

  /**
   * What is known.
   *
   * @param version rises with each
   * @param turns the last ones, in their order
   * @param open whether more may be said
   */
  record Snapshot(long version, ConversationView view, List<CountedTurn> turns, boolean open)
      implements Feed.State {
    Snapshot {
      turns = List.copyOf(turns);
    }

    @Override
    public boolean isOver() {
      return !open;
    }

    /** Its status; of one that the server's operator ended, {@code ended}. */
    ConversationStatus status() {
      return open || view.status().isClosed() ? view.status() : ConversationStatus.ENDED;
    }

    /** With the news that came after it. */
    static Snapshot of(@Nullable Snapshot before, ConversationNews news, boolean open) {
      List<CountedTurn> turns = new ArrayList<>(before == null ? List.of() : before.turns());
      int known = before == null ? 0 : before.view().turns();
      news.turns().stream().filter(turn -> turn.reply().turn() > known).forEach(turns::add);
      int from = Math.max(0, turns.size() - ConversationLimits.REPLIES_KEPT);
      return new Snapshot(
          before == null ? 0 : before.version() + 1,
          news.view(),
          withoutHoles(turns.subList(from, turns.size())),
          open);
    }

    /** Those after the last hole: more was said between two looks than is kept. */
    private static List<CountedTurn> withoutHoles(List<CountedTurn> turns) {
      int first = Math.max(0, turns.size() - 1);
      while (first > 0
          && turns.get(first - 1).reply().turn() == turns.get(first).reply().turn() - 1) {
        first--;
      }
      return turns.subList(first, turns.size());
    }
  }

  ConversationSource(Questions questions) {
    this.questions = questions;
  }

  @Override
  public Optional<Snapshot> next(@Nullable Snapshot before) {
    Mark mark = questions.mark();
    if (mark.equals(seen)) {
      return Optional.empty();
    }
    Optional<Snapshot> now =
        questions
            .news(before == null ? 0 : before.view().turns(), mark.open())
            .map(news -> Snapshot.of(before, news, mark.open()));
    if (now.isPresent()) {
      seen = mark;
    }
    return now;
  }
}
