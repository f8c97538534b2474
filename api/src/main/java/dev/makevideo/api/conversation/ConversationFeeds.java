package dev.makevideo.api.conversation;

import dev.makevideo.api.conversation.ConversationFeed.Snapshot;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One feed for each conversation that clients of this process follow, as long as they do: however
 * many there are, the server is asked once a second, and at once when this process changed
 * something. Thread-safe.
 */
final class ConversationFeeds implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final Logger log = LoggerFactory.getLogger(ConversationFeeds.class);
  private final CallDeadline deadline;
  private final LiveQuery live;
  private final Map<ConversationId, Watched> feeds = new HashMap<>();
  private final ScheduledThreadPoolExecutor looks =
      new ScheduledThreadPoolExecutor(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "conversation-news");
            thread.setDaemon(true);
            return thread;
          });

  private record Watched(ConversationFeed feed, Future<?> looking) {}

  /** Closing it ends the listening. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  ConversationFeeds(CallDeadline deadline, LiveQuery live) {
    this.deadline = deadline;
    this.live = live;
    looks.setRemoveOnCancelPolicy(true);
  }

  /**
   * Tells a listener what is known, and then of each change; by other threads, which it must not
   * hold up. Snapshots may come in another order.
   *
   * @throws RejectedExecutionException if this is closed
   */
  Watch watch(Conversations.Found found, Consumer<Snapshot> listener) {
    ConversationFeed feed;
    synchronized (feeds) {
      Watched watched = feeds.get(found.id());
      if (watched == null) {
        watched = begun(found);
        feeds.put(found.id(), watched);
      }
      feed = watched.feed();
      feed.add(listener);
    }
    feed.tell(listener);
    return () -> leave(found.id(), listener);
  }

  private Watched begun(Conversations.Found found) {
    ConversationFeed feed = new ConversationFeed(source(found));
    return new Watched(
        feed,
        looks.scheduleWithFixedDelay(
            () -> look(feed), 0, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void leave(ConversationId id, Consumer<Snapshot> listener) {
    synchronized (feeds) {
      Watched watched = feeds.get(id);
      if (watched != null && watched.feed().remove(listener)) {
        feeds.remove(id);
        watched.looking().cancel(false);
      }
    }
  }

  /** How many conversations are followed. */
  int size() {
    synchronized (feeds) {
      return feeds.size();
    }
  }

  /** Looks at once: this process has just changed it. */
  void changed(ConversationId id) {
    Watched watched;
    synchronized (feeds) {
      watched = feeds.get(id);
    }
    if (watched != null && watched.feed().claimLook()) {
      later(() -> look(watched.feed()), Duration.ZERO);
    }
  }

  /** Does something later, unless this is closed by then. */
  Future<?> later(Runnable task, Duration delay) {
    return looks.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(ConversationFeed feed) {
    try {
      feed.look();
    } catch (RuntimeException e) {
      // Clients wait: the next look makes up for it.
      log.atDebug().addKeyValue("cause", e.getClass()).log("conversation not looked at");
    }
  }

  private ConversationFeed.Source source(Conversations.Found found) {
    return new ConversationFeed.Source() {
      @Override
      public ConversationFeed.Mark mark() {
        WorkflowExecutionDescription now = deadline.call(found.stub()::describe);
        return new ConversationFeed.Mark(
            now.getExecution().getRunId(), now.getHistoryLength(), now.getCloseTime() == null);
      }

      @Override
      public Optional<ConversationNews> news(int after, boolean open) {
        return ConversationFeeds.this.news(
            new Conversations.Found(found.id(), found.stub(), open), after);
      }
    };
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
    looks.shutdownNow();
  }
}
