package dev.makevideo.coordination.redis;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection in the background, however often it takes; once it was there, Lettuce itself
 * connects it again. The first attempts come within half a second of each other, and ever later
 * ones within up to five: each costs some milliseconds of CPU time, and Redis may never be there.
 * Thread-safe.
 */
final class Connector<C extends StatefulConnection<String, String>> {
  static final Duration RETRY_LEAST = Duration.ofMillis(20);
  static final Duration RETRY_MOST = Duration.ofMillis(500);

  private static final Duration RETRY_MOST_AT_LAST = Duration.ofSeconds(5);

  /** Reaches five seconds with the 25th, some 20 s after the first. */
  private static final double GROWTH = 1.1;

  private final ScheduledExecutorService timer;
  private final Supplier<? extends CompletionStage<C>> attempt;
  private final Consumer<C> made;
  private final Consumer<Throwable> failed;
  private double retryMostMillis = RETRY_MOST.toMillis();
  private boolean closed;

  /**
   * @param attempt starts one attempt, which ends by itself
   * @param made gets the connection, once; not called after {@link #close}
   * @param failed gets the error of each attempt that failed
   */
  Connector(
      ScheduledExecutorService timer,
      Supplier<? extends CompletionStage<C>> attempt,
      Consumer<C> made,
      Consumer<Throwable> failed) {
    this.timer = timer;
    this.attempt = attempt;
    this.made = made;
    this.failed = failed;
  }

  /** Starts trying; does not wait. */
  synchronized void start() {
    if (!closed) {
      timer.execute(this::connect);
    }
  }

  private void connect() {
    try {
      attempt.get().whenComplete(this::attempted);
    } catch (RuntimeException e) {
      attempted(null, e);
    }
  }

  private synchronized void attempted(@Nullable C connection, @Nullable Throwable error) {
    if (connection != null) {
      if (closed) {
        connection.closeAsync();
      } else {
        made.accept(connection);
      }
    } else if (!closed) {
      failed.accept(error == null ? new IllegalStateException("no connection") : error);
      timer.schedule(this::connect, delayMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private long delayMillis() {
    long most = (long) retryMostMillis;
    retryMostMillis = Math.min(retryMostMillis * GROWTH, RETRY_MOST_AT_LAST.toMillis());
    return ThreadLocalRandom.current().nextLong(RETRY_LEAST.toMillis(), most);
  }

  /** Stops trying. Comes before the timer's end. */
  synchronized void close() {
    closed = true;
  }
}
