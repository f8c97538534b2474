package dev.makevideo.speech;

import dev.makevideo.beat.Beat;
import dev.makevideo.external.CallStoppedException;
import dev.makevideo.failure.FailureType;
import dev.makevideo.failure.Failures;
import dev.makevideo.media.MediaUnusableException;
import dev.makevideo.process.ProcessStoppedException;
import dev.makevideo.storage.MissingObjectException;
import dev.makevideo.storage.StoreFullException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;

/** Runs one attempt's work and says in the catalogue's terms what went wrong. */
final class NarrationAttempt {
  private NarrationAttempt() {}

  /** The work of one attempt. */
  interface Work<T> {
    T run() throws MediaUnusableException, IOException, InterruptedException;
  }

  static <T> T run(Beat beat, Work<T> work) {
    try {
      return work.run();
    } catch (MediaUnusableException e) {
      throw Failures.of(
          FailureType.MEDIA_UNUSABLE, "the narration cannot be used: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped(beat, e);
    } catch (ProcessStoppedException | CallStoppedException e) {
      throw stopped(beat, e);
    } catch (MissingObjectException e) {
      throw Failures.of(FailureType.ARTIFACT_MISSING, String.valueOf(e.getMessage()), e);
    } catch (StoreFullException | HostExhaustedException e) {
      throw Failures.of(FailureType.HOST_EXHAUSTED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw Failures.of(FailureType.INTERNAL, "narration: " + e.getMessage(), e);
    }
  }

  /** Temporal's own exception says why the attempt must end; without one it is tried again. */
  private static ApplicationFailure stopped(Beat beat, Exception e) {
    beat.check();
    return Failures.of(FailureType.INTERNAL, "the attempt was stopped", e);
  }
}
