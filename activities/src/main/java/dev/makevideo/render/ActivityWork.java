package dev.makevideo.render;

import dev.makevideo.beat.Beat;
import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.process.ProcessStoppedException;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.StoreFullException;
import java.io.IOException;
import java.util.Locale;

/** Runs the body of an activity and turns what it throws into the closed list of failures. */
@FunctionalInterface
interface ActivityWork<T> {
  T run() throws IOException, InterruptedException;

  /**
   * Runs it.
   *
   * @throws io.temporal.client.ActivityCompletionException if the attempt was told to stop
   * @throws io.temporal.failure.ApplicationFailure for everything else
   */
  static <T> T guarded(Beat beat, ActivityWork<T> work) {
    try {
      beat.check();
      return work.run();
    } catch (ProcessStoppedException e) {
      beat.check();
      throw Failures.of(FailureType.INTERNAL, "the work was stopped", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      beat.check();
      throw Failures.of(FailureType.INTERNAL, "the work was interrupted", e);
    } catch (MissingObjectException e) {
      throw Failures.of(FailureType.ARTIFACT_MISSING, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      if (e instanceof StoreFullException || isDiskFull(e)) {
        throw Failures.of(FailureType.HOST_EXHAUSTED, "this host is used up: " + e.getMessage(), e);
      }
      throw Failures.of(
          FailureType.INTERNAL, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isDiskFull(IOException e) {
    String message = e.getMessage();
    return message != null && message.toLowerCase(Locale.ROOT).contains("no space left on device");
  }
}
