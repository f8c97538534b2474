package dev.makevideo.api.job;

import dev.makevideo.api.http.Preference;
import dev.makevideo.workflows.job.VideoResult;
import io.javalin.http.Context;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for jobs to close, for clients that prefer to wait: so many at once and no more, as each
 * takes its request's thread. The others are answered at once. Thread-safe.
 */
final class JobWait implements AutoCloseable {
  /** Of the server's threads. */
  static final int AT_ONCE = 16;

  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final CompletableFuture<Boolean> closing = new CompletableFuture<>();

  /** Whether the client would rather wait. */
  static boolean isPreferred(Context ctx) {
    return Preference.wait(ctx).isPresent();
  }

  /**
   * Waits as long as the request prefers, if it does, until the job is closed or the server stops.
   *
   * @return whether the job should be looked up again
   */
  boolean await(Context ctx, JobLookup.Job job) {
    OptionalInt seconds = Preference.wait(ctx);
    if (seconds.isEmpty() || !slots.tryAcquire()) {
      return false;
    }
    try {
      Preference.applied(ctx, seconds.getAsInt());
      if (job.isOpen()) {
        awaitEnd(job, seconds.getAsInt());
      }
      return true;
    } finally {
      slots.release();
    }
  }

  private void awaitEnd(JobLookup.Job job, int seconds) {
    CompletableFuture<VideoResult> result =
        job.stub().getResultAsync(seconds, TimeUnit.SECONDS, VideoResult.class);
    try {
      CompletableFuture.anyOf(result, closing).get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // It failed, or runs on, or Temporal is away: who looks it up is told.
    } finally {
      result.cancel(true);
    }
  }

  /** Nobody waits any more. */
  @Override
  public void close() {
    closing.complete(true);
  }
}
