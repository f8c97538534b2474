package dev.makevideo.api.http;

import dev.makevideo.api.feed.Feeds;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one kind, so many at once and no more. A stream ends after half an hour, or when
 * its owner may no longer ask; a quiet one is written to so that a client that is gone is found
 * out. Closing ends all of them. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
  /** Each takes some kilobytes and no thread. */
  private static final int AT_ONCE = 1_000;

  private static final int RETRY_SECONDS = 10;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** How soon a client that is gone is found out, and one that may no longer ask. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Logger log = LoggerFactory.getLogger(EventStreams.class);
  private final LongSupplier nanos;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Set<Open> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "event-streams");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closing;

  private record Open(EventStream stream, BooleanSupplier lasts, long since) {}

  /** Says where a stream's events come from. */
  public interface Opening {
    /**
     * Has the stream told from now on, until what is returned is closed.
     *
     * @throws RejectedExecutionException if nothing is told any more
     */
    Feeds.Watch open(EventStream stream);
  }

  /**
   * @param nanos only runs forward
   */
  public EventStreams(LongSupplier nanos) {
    this.nanos = nanos;
    looks.scheduleWithFixedDelay(
        this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Answers a request with a stream, which goes on after this returns.
   *
   * @param lasts whether the client would still be let in
   * @throws ProblemException with 503 if there are too many, or the server stops
   */
  public void open(Context ctx, BooleanSupplier lasts, Opening opening) {
    if (closing) {
      throw ProblemException.later(
          ProblemType.OVERLOADED, "This server stops; come back.", RETRY_SECONDS);
    }
    if (!slots.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.OVERLOADED,
          "There are " + AT_ONCE + " streams already; ask without a stream.",
          RETRY_SECONDS);
    }
    ctx.future(() -> begin(ctx, lasts, opening));
  }

  private CompletableFuture<?> begin(Context ctx, BooleanSupplier lasts, Opening opening) {
    EventStream stream;
    try {
      ctx.res().setContentType("text/event-stream;charset=utf-8");
      ctx.res().setHeader("X-Accel-Buffering", "no");
      stream = new EventStream(ctx.res().getOutputStream());
    } catch (IOException e) {
      slots.release();
      throw new UncheckedIOException(e);
    }
    RequestScope.goesOn(ctx);
    Open open = new Open(stream, lasts, nanos.getAsLong());
    streams.add(open);
    CompletableFuture<Boolean> over =
        stream
            .ended()
            .whenComplete(
                (sent, failure) -> {
                  streams.remove(open);
                  slots.release();
                });
    CompletableFuture<?> told = over;
    try {
      Feeds.Watch watch = opening.open(stream);
      told = over.whenComplete((sent, failure) -> watch.close());
    } catch (RejectedExecutionException e) {
      stream.end(); // the server stops
    } catch (RuntimeException e) {
      stream.drop();
      throw e;
    }
    stream.begin();
    if (closing) {
      stream.end();
    }
    return told;
  }

  private void look() {
    for (Open open : streams) {
      try {
        look(open);
      } catch (RuntimeException e) {
        log.atWarn().setCause(e).log("event stream not looked at"); // the others are, and it later
      }
    }
  }

  private void look(Open open) {
    if (nanos.getAsLong() - open.since() > LONGEST.toNanos() || !lasts(open)) {
      open.stream().end();
    } else {
      open.stream().stillThere();
    }
  }

  /** Who cannot be looked up has to come back and ask again. */
  private static boolean lasts(Open open) {
    try {
      return open.lasts().getAsBoolean();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** How many streams there are. */
  int size() {
    return streams.size();
  }

  @Override
  public void close() {
    closing = true;
    looks.shutdownNow();
    streams.forEach(open -> open.stream().end());
  }
}
