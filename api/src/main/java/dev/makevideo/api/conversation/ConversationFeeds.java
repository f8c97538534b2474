package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationSource.Snapshot;
import dev.makevideo.api.feed.Feeds;
import dev.makevideo.api.job.CallDeadline;
import dev.makevideo.api.job.LiveQuery;
import dev.makevideo.workflows.conversation.ConversationId;
import dev.makevideo.workflows.conversation.ConversationNews;
import dev.makevideo.workflows.conversation.ConversationState.CountedTurn;
import dev.makevideo.workflows.conversation.ConversationView;
import dev.makevideo.workflows.conversation.ConversationWorkflow;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** What clients of this process follow of conversations. Thread-safe. */
final class ConversationFeeds implements AutoCloseable {
  private final CallDeadline deadline;
  private final LiveQuery live;
  private final Feeds<ConversationId, Snapshot> feeds = new Feeds<>("conversation-news");

  ConversationFeeds(CallDeadline deadline, LiveQuery live) {
    this.deadline = deadline;
    this.live = live;
  }

  /**
   * Tells a listener what is known, and then of each change, as {@link Feeds#watch}.
   *
   * @throws RejectedExecutionException if this is closed
   */
  Feeds.Watch watch(Conversations.Found found, Consumer<Snapshot> listener) {
    return feeds.watch(
        found.id(), () -> new ConversationSource(new ServerAndWorker(found)), listener);
  }

  /** Looks at once: this process has just changed it. */
  void changed(ConversationId id) {
    feeds.changed(id);
  }

  /** Does something later, unless this is closed by then. */
  Future<?> later(Runnable task, Duration delay) {
    return feeds.later(task, delay);
  }

  private final class ServerAndWorker implements ConversationSource.Questions {
    private final Conversations.Found found;

    ServerAndWorker(Conversations.Found found) {
      this.found = found;
    }

    @Override
    public ConversationSource.Mark mark() {
      WorkflowExecutionDescription now = deadline.call(found.stub()::describe);
      return new ConversationSource.Mark(
          now.getExecution().getRunId(), now.getHistoryLength(), now.getCloseTime() == null);
    }

    @Override
    public Optional<ConversationNews> news(int after, boolean open) {
      return ConversationFeeds.this.news(
          new Conversations.Found(found.id(), found.stub(), open), after);
    }
  }

  /**
   * What was said after a number; absent if no worker answers in time. The result of one that ended
   * tells the last turns without a worker, which would have to replay all of it.
   */
  Optional<ConversationNews> news(Conversations.Found found, int after) {
    return (found.open() ? Optional.<ConversationNews>empty() : ofResult(found, after))
        .or(
            () ->
                live.ask(
                    found.id().value(), ConversationWorkflow.NEWS, ConversationNews.class, after));
  }

  private Optional<ConversationNews> ofResult(Conversations.Found found, int after) {
    try {
      ConversationView view = deadline.call(() -> found.stub().getResult(ConversationView.class));
      List<CountedTurn> turns =
          view.replies().stream().filter(turn -> turn.reply().turn() > after).toList();
      return turns.size() < view.turns() - after
          ? Optional.empty()
          : Optional.of(new ConversationNews(view, turns));
    } catch (WorkflowFailedException e) {
      return Optional.empty(); // somebody terminated it: it has no result
    }
  }

  @Override
  public void close() {
    feeds.close();
  }
}
