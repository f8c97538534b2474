package dev.makevideo.api.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One feed for each thing that clients of this process follow, as long as they do: however many
 * they are, it is looked at once a second, and at once when this process changed something.
 * Thread-safe.
 *
 * @param <K> what names a thing
 * @param <S> what is known of it
 */
public final class Feeds<K, S extends Feed.State> implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final Logger log = LoggerFactory.getLogger(Feeds.class);
  private final Map<K, Watched<S>> feeds = new HashMap<>();
  private final ScheduledThreadPoolExecutor looks;

  private record Watched<S extends Feed.State>(Feed<S> feed, Future<?> looking) {}

  /** Closing it ends the listening. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param name of its threads
   */
  public Feeds(String name) {
    looks =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    looks.setRemoveOnCancelPolicy(true);
  }

  /**
   * Tells a listener what is known, and then of each change; by other threads, which it must not
   * hold up. Changes may come in another order.
   *
   * @param source used if nobody follows this yet
   * @throws RejectedExecutionException if this is closed
   */
  public Watch watch(K key, Supplier<Feed.Source<S>> source, Consumer<S> listener) {
    Feed<S> feed;
    synchronized (feeds) {
      Watched<S> watched = feeds.get(key);
      if (watched != null && watched.feed().isOver()) {
        watched.looking().cancel(false); // those who follow it have seen its end; it may go on
        watched = null;
      }
      if (watched == null) {
        watched = begun(new Feed<>(source.get()));
        feeds.put(key, watched);
      }
      feed = watched.feed();
      feed.add(listener);
    }
    try {
      feed.tell(listener);
    } catch (RuntimeException | Error e) {
      leave(key, feed, listener); // nobody has the watch that would end it
      throw e;
    }
    return () -> leave(key, feed, listener);
  }

  private Watched<S> begun(Feed<S> feed) {
    return new Watched<>(
        feed,
        looks.scheduleWithFixedDelay(
            () -> look(feed), 0, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void leave(K key, Feed<S> feed, Consumer<S> listener) {
    synchronized (feeds) {
      Watched<S> watched = feeds.get(key);
      if (watched != null && watched.feed() == feed && feed.remove(listener)) {
        feeds.remove(key);
        watched.looking().cancel(false);
      }
    }
  }

  /** How many things are followed. */
  public int size() {
    synchronized (feeds) {
      return feeds.size();
    }
  }

  /** Looks at once: this process has just changed it. */
  public void changed(K key) {
    Watched<S> watched;
    synchronized (feeds) {
      watched = feeds.get(key);
    }
    if (watched != null && watched.feed().claimLook()) {
      later(() -> look(watched.feed()), Duration.ZERO);
    }
  }

  /** Does something later, unless this is closed by then. */
  public Future<?> later(Runnable task, Duration delay) {
    return looks.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Feed<S> feed) {
    try {
      feed.look();
    } catch (RuntimeException e) {
      // Clients wait: the next look makes up for it.
      log.atDebug().addKeyValue("cause", e.getClass()).log("not looked at");
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
