package dev.makevideo.platform.probe;

import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Work on a file that is done on a thread of its own while its owner does something else with it.
 * Closing it stops the work and waits for its end, so that it leaves nothing behind. For one owner.
 */
final class BackgroundTask<T> implements AutoCloseable {
  /** Work that stops when it is told to. */
  interface Work<T> {
    T run(StopSignal stop) throws MediaUnusableException, IOException, InterruptedException;
  }

  /** A program's own deadline is before. */
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** A program that was killed is gone before. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final StopSignal own = new StopSignal();
  private final StopSignal.Registration outer;
  private final FutureTask<T> task;
  private final Thread thread;

  /**
   * Starts the work.
   *
   * @param stop the owner's, which stops the work too
   */
  BackgroundTask(String name, StopSignal stop, Work<T> work) {
    outer = stop.onStop(own::stop);
    task = new FutureTask<>(() -> work.run(own));
    @Nullable Map<String, String> context = MDC.getCopyOfContextMap();
    thread =
        new Thread(
            () -> {
              MDC.setContextMap(context == null ? Map.of() : context);
              task.run();
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What the work came to, or its exception.
   *
   * @throws ProcessTimeoutException also if it is not done within a minute
   */
  T await() throws MediaUnusableException, IOException, InterruptedException {
    try {
      return task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ProcessTimeoutException(
          thread.getName() + " is not done within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof MediaUnusableException unusable) {
        throw unusable;
      }
      if (cause instanceof IOException trouble) {
        throw trouble;
      }
      if (cause instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(cause);
    }
  }

  @Override
  public void close() {
    outer.close();
    own.stop();
    try {
      thread.join(CLOSE_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
