package dev.makevideo.activities.runner;

import dev.makevideo.activities.external.CallStoppedException;
import dev.makevideo.platform.media.HostExhaustedException;
import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.platform.process.ProcessTimeoutException;
import dev.makevideo.platform.storage.DiskFull;
import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an exception means to the workflow: the one place that turns what activities throw into the
 * closed list of failures. Translating twice changes nothing.
 */
public final class ErrorTranslation {
  /** An unexpected error that came back in five attempts will come back in the sixth. */
  public static final int UNEXPECTED_ATTEMPTS = 5;

  /**
   * A full disk is no fault of the work, which should outlast the night: so many attempts after the
   * activity's own backoff, so many more soon after each other, and the rest so far apart that all
   * of them together take nine hours.
   */
  private static final int SOON_ATTEMPTS = 5;

  private static final int PATIENT_ATTEMPTS = 11;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration LATER = Duration.ofHours(1);

  private ErrorTranslation() {}

  /**
   * The failure to throw.
   *
   * @param attempt which attempt met the error, from 1
   */
  public static RuntimeException of(Exception error, int attempt) {
    boolean last = attempt >= UNEXPECTED_ATTEMPTS && !isStop(error);
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ActivityCompletionException stopped) {
        return stopped;
      }
      if (cause instanceof ApplicationFailure known) {
        boolean unexpected = FailureType.INTERNAL.label().equals(known.getType());
        return unexpected && last && !known.isNonRetryable()
            ? Failures.last(FailureType.INTERNAL, known.getOriginalMessage(), known)
            : known;
      }
      if (cause instanceof ProcessTimeoutException) {
        // A limit on time says that something was too slow, and not whether file or host is why.
        String message = message(cause) + ": this host is too busy, or the file takes too long";
        return last
            ? Failures.last(FailureType.HOST_EXHAUSTED, message, error)
            : Failures.of(FailureType.HOST_EXHAUSTED, message, error);
      }
      Optional<FailureType> type = typeOf(cause);
      if (type.isPresent() && DiskFull.isMeantBy(cause) && attempt >= SOON_ATTEMPTS) {
        return Failures.after(
            attempt < PATIENT_ATTEMPTS ? SOON : LATER, type.get(), message(cause), error);
      }
      if (type.isPresent()) {
        return Failures.of(type.get(), message(cause), error);
      }
    }
    String message = unexpected(error);
    return last
        ? Failures.last(FailureType.INTERNAL, message, error)
        : Failures.of(FailureType.INTERNAL, message, error);
  }

  private static Optional<FailureType> typeOf(Throwable cause) {
    if (cause instanceof HostExhaustedException || DiskFull.isMeantBy(cause)) {
      return Optional.of(FailureType.HOST_EXHAUSTED);
    }
    if (cause instanceof MissingObjectException) {
      return Optional.of(FailureType.ARTIFACT_MISSING);
    }
    return cause instanceof MediaUnusableException
        ? Optional.of(FailureType.MEDIA_UNUSABLE)
        : Optional.empty();
  }

  /** A worker that drains ends attempts that did nothing wrong. */
  private static boolean isStop(Exception error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProcessStoppedException
          || cause instanceof CallStoppedException
          || cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  private static String unexpected(Exception error) {
    return isStop(error)
        ? "the attempt was stopped: " + message(error)
        : error.getClass().getSimpleName() + ": " + message(error);
  }

  private static String message(Throwable error) {
    if (error instanceof MediaUnusableException) {
      return "the narration cannot be used: " + error.getMessage();
    }
    if (DiskFull.isMeantBy(error)) {
      return "the disk of the store or of scratch folders is full: " + error.getMessage();
    }
    if (error instanceof HostExhaustedException) {
      return "this host is used up: " + error.getMessage();
    }
    return Objects.requireNonNullElse(error.getMessage(), "no message");
  }
}
