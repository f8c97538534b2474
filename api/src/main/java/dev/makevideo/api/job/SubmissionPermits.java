package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.UnreadBody;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many new jobs are in work at once, from the request's first byte to its answer, and fewer of
 * them at the Temporal server, which starts some ten in a second where it keeps them in a file.
 * Without a bound a burst would hold all of the HTTP server's threads, and whoever asks for
 * something else, also for {@code /livez}, would wait behind it. Thread-safe.
 */
final class SubmissionPermits {
  /** Each holds a thread of the HTTP server, which has more of them. */
  private static final int IN_WORK = 224;

  /** Each is done before its call's deadline: what came later might have started unseen. */
  static final int STARTING = 24;

  /** A client that gives up after twenty seconds is mostly answered before. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private static final int RETRY_SECONDS = 10;

  private final Semaphore inWork = new Semaphore(IN_WORK);
  private final Semaphore starting = new Semaphore(STARTING, true);

  /** A place, until it is closed. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place for a request, without a wait.
   *
   * @throws ProblemException with 503 if there is none
   */
  Place enter(Context ctx) {
    if (!inWork.tryAcquire()) {
      UnreadBody.discard(ctx);
      throw busy(IN_WORK + " new jobs are in work already.");
    }
    return inWork::release;
  }

  /**
   * Takes a place at the Temporal server, in the order of those who wait.
   *
   * @throws ProblemException with 503 if there is none within fifteen seconds
   */
  Place starting() {
    try {
      if (starting.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        return starting::release;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
    }
    throw busy("The Temporal server does not start new jobs as fast as they come.");
  }

  private static ProblemException busy(String why) {
    return ProblemException.later(ProblemType.OVERLOADED, why, RETRY_SECONDS);
  }
}
