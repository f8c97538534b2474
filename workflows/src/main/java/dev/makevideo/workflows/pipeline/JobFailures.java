package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Turns whatever stopped a job into one failure of the closed list. */
final class JobFailures {
  private JobFailures() {}

  /** The failure with which the workflow ends. */
  static ApplicationFailure of(TemporalFailure failure) {
    String activity = "";
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ActivityFailure in) {
        activity = in.getActivityType();
      } else if (cause instanceof ApplicationFailure application) {
        return of(application, activity, failure);
      } else if (cause instanceof TimeoutFailure timeout) {
        return Failures.of(
            FailureType.INTERNAL,
            activity + " timed out at its last attempt: " + timeout.getTimeoutType(),
            failure);
      }
    }
    return Failures.of(
        FailureType.INTERNAL, activity + " ended without a result: " + failure, failure);
  }

  static boolean isMissingArtifact(TemporalFailure failure) {
    return of(failure).getType().equals(FailureType.ARTIFACT_MISSING.label());
  }

  private static ApplicationFailure of(
      ApplicationFailure application, String activity, TemporalFailure whole) {
    String message = String.valueOf(application.getOriginalMessage());
    return FailureType.ofLabel(application.getType())
        .map(type -> whole == application ? application : Failures.of(type, message, whole))
        .orElseGet(
            () ->
                Failures.of(
                    FailureType.INTERNAL,
                    activity + " failed: " + application.getType() + ": " + message,
                    whole));
  }
}
