package dev.makevideo.workflows.failure;

import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** The one place where failures of activities and workflows are built. */
public final class Failures {
  private Failures() {}

  /**
   * A failure of a type of the closed list.
   *
   * @param message what is wrong, with field and value, and what can be done
   */
  public static ApplicationFailure of(FailureType type, String message) {
    return builder(type, message).build();
  }

  /** As {@link #of(FailureType, String)}, with what caused it. */
  public static ApplicationFailure of(FailureType type, String message, Throwable cause) {
    return builder(type, message).setCause(cause).build();
  }

  /**
   * As {@link #of(FailureType, String, Throwable)}, but not tried again even where the type is: it
   * was tried often enough.
   */
  public static ApplicationFailure last(FailureType type, String message, Throwable cause) {
    return builder(type, message).setCause(cause).setNonRetryable(true).build();
  }

  /**
   * As {@link #of(FailureType, String, Throwable)}, tried again after this time instead of the
   * activity's own backoff.
   */
  public static ApplicationFailure after(
      Duration delay, FailureType type, String message, Throwable cause) {
    return builder(type, message).setCause(cause).setNextRetryDelay(delay).build();
  }

  private static ApplicationFailure.Builder builder(FailureType type, String message) {
    return ApplicationFailure.newBuilder()
        .setType(type.label())
        .setMessage(message)
        .setNonRetryable(!type.isRetryable())
        .setCategory(
            type == FailureType.INTERNAL
                ? ApplicationErrorCategory.UNSPECIFIED
                : ApplicationErrorCategory.BENIGN);
  }
}
