package dev.makevideo.platform.tools;

import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes minutes to get and is shared by all jobs of a process: got in a thread of
 * its own when the first asks, so that each who waits can be stopped at once and the others still
 * get it. A failure is remembered for a while, so that not every job waits for a network that is
 * not there. Thread-safe.
 *
 * @param <T> what is got
 */
public final class FetchOnce<T> implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final long POLL_MILLIS = 200;

  private final String name;
  private final Source<T> source;
  private final Clock clock;
  private @Nullable CompletableFuture<T> fetch;
  private @Nullable Thread thread;
  private Instant failedUntil = Instant.MIN;
  private boolean closed;

  /** Gets it; may take minutes, but not for ever, and ends when its thread is interrupted. */
  public interface Source<T> {
    /**
     * @throws IOException if it cannot be had; the message says what to do
     */
    T get() throws IOException, InterruptedException;
  }

  /**
   * Gets nothing yet.
   *
   * @param name for errors and for the thread's name
   */
  public FetchOnce(String name, Source<T> source, Clock clock) {
    this.name = name;
    this.source = source;
    this.clock = clock;
  }

  /**
   * What was got, after waiting for it if need be.
   *
   * @throws IOException if it cannot be had; the same for ten minutes, then it is tried again
   * @throws InterruptedException if interrupted or stopped while waiting; the fetch goes on
   */
  public T get(StopSignal stop) throws IOException, InterruptedException {
    CompletableFuture<T> wanted = begun();
    while (true) {
      if (!wanted.isDone() && stop.isStopped()) {
        throw new InterruptedException("stopped while waiting for the " + name);
      }
      try {
        return wanted.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // looks at the signal again
      } catch (ExecutionException e) {
        // Each who waits gets an error of its own, with its own trace.
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        throw new IOException(String.valueOf(cause.getMessage()), cause);
      }
    }
  }

  /** How it stands, without asking for it: what stands in the way, or that it is there. */
  public synchronized State state() {
    if (fetch == null) {
      return new State(true, name + " is found or fetched when it is first needed");
    }
    if (!fetch.isDone()) {
      return new State(true, name + " is being fetched");
    }
    if (!fetch.isCompletedExceptionally()) {
      return new State(true, name + " is there");
    }
    String reason =
        fetch.handle((got, e) -> e == null ? "" : String.valueOf(e.getMessage())).join();
    return new State(false, name + " cannot be had: " + reason);
  }

  /**
   * How it stands.
   *
   * @param good false: it could not be had when it was last asked for
   * @param sentence for people
   */
  public record State(boolean good, String sentence) {}

  /** Forgets what was got, for it is not good any more. */
  public synchronized void forget() {
    if (fetch != null && fetch.isDone()) {
      fetch = null;
    }
  }

  private synchronized CompletableFuture<T> begun() throws IOException {
    boolean failed = fetch != null && fetch.isCompletedExceptionally();
    boolean got = fetch != null && fetch.isDone() && !failed;
    if (closed && !got) {
      throw new IOException("the worker stops");
    }
    if (fetch == null || (failed && !clock.instant().isBefore(failedUntil))) {
      CompletableFuture<T> begun = new CompletableFuture<>();
      fetch = begun;
      thread = new Thread(() -> run(begun), "fetch " + name);
      thread.setDaemon(true);
      thread.start();
    }
    return fetch;
  }

  private void run(CompletableFuture<T> result) {
    try {
      result.complete(source.get());
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      synchronized (this) {
        failedUntil = clock.instant().plus(PAUSE);
      }
      result.completeExceptionally(e);
    }
  }

  /** Ends a fetch that is under way. Whoever waits gets an error; what was got stays. */
  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
