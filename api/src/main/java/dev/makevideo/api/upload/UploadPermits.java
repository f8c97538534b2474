package dev.makevideo.api.upload;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.UnreadBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many bodies are read at once and no more. A burst waits for its turn, in order and for a few
 * seconds; as each who waits holds a thread of the server, only so many wait. Thread-safe.
 */
public final class UploadPermits {
  /** As many as new jobs may be in work: each of them may come with a body. */
  private static final int WAITING = 224;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int RETRY_SECONDS = 5;

  private final UploadLimits limits;
  private final LongSupplier nanos;
  private final Semaphore slots;
  private final Semaphore waiting = new Semaphore(WAITING);

  /**
   * @param nanos a clock that only runs forward, such as {@link System#nanoTime}
   */
  public UploadPermits(UploadLimits limits, LongSupplier nanos) {
    this.limits = limits;
    this.nanos = nanos;
    this.slots = new Semaphore(limits.atOnce(), true);
  }

  /** The right to read one body, until it is closed. */
  public final class Permit implements AutoCloseable {
    private Permit() {}

    /** The request's body, with at most so many bytes, within the limits' time. */
    public BodyStream body(Context ctx, long most) throws IOException {
      return new BodyStream(ctx.req().getInputStream(), limits, most, nanos);
    }

    @Override
    public void close() {
      slots.release();
    }
  }

  /**
   * Takes a permit, waiting five seconds for it at the most.
   *
   * @throws ProblemException with 503 if there is none
   */
  public Permit take(Context ctx) {
    if (slots.tryAcquire() || isMyTurn()) {
      return new Permit();
    }
    UnreadBody.discard(ctx);
    throw ProblemException.later(
        ProblemType.OVERLOADED,
        "There are " + limits.atOnce() + " uploads under way already, and others wait.",
        RETRY_SECONDS);
  }

  private boolean isMyTurn() {
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return slots.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.release();
    }
  }
}
