package dev.makevideo.api.feed;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process knows of one thing, for all of its clients who follow it. Thread-safe.
 *
 * @param <S> what is known
 */
public final class Feed<S extends Feed.State> {
  private final Logger log = LoggerFactory.getLogger(Feed.class);
  private final Source<S> source;
  private final List<Consumer<S>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean lookIsDue = new AtomicBoolean();

  private volatile @Nullable S last;

  /** What is known at one moment. */
  public interface State {
    /** Whether this is the end: nothing comes after it. */
    boolean isOver();
  }

  /** Where news comes from; asked by one thread at a time. */
  public interface Source<S> {
    /**
     * What is known now; empty: nothing is new.
     *
     * @param before what was known last; null: nothing
     * @throws RuntimeException if it cannot be found out; the next look makes up for it
     */
    Optional<S> next(@Nullable S before);
  }

  public Feed(Source<S> source) {
    this.source = source;
  }

  /** Tells a listener of each change from now on; it must not hold up the thread that tells it. */
  public void add(Consumer<S> listener) {
    listeners.add(listener);
  }

  /** Whether nobody listens any more. */
  boolean remove(Consumer<S> listener) {
    listeners.remove(listener);
    return listeners.isEmpty();
  }

  /** Tells one listener what is known already. */
  public void tell(Consumer<S> listener) {
    S known = last;
    if (known != null) {
      listener.accept(known);
    }
  }

  /** Whether nothing more comes. */
  boolean isOver() {
    S known = last;
    return known != null && known.isOver();
  }

  /** Whether a look must be arranged: true once until the next look begins. */
  public boolean claimLook() {
    return lookIsDue.compareAndSet(false, true);
  }

  /**
   * Looks whether there is news, and tells it.
   *
   * @throws RuntimeException as the source does
   */
  public synchronized void look() {
    lookIsDue.set(false);
    if (isOver()) {
      return;
    }
    S before = last;
    Optional<S> next = source.next(before);
    if (next.isPresent()) {
      S now = next.get();
      last = now;
      listeners.forEach(listener -> tell(listener, now));
    }
  }

  /** One that cannot be told, such as a broken stream, does not keep the others from it. */
  private void tell(Consumer<S> listener, S now) {
    try {
      listener.accept(now);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("news not told");
    }
  }
}
