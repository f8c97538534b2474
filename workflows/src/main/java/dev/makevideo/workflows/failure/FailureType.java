package dev.makevideo.workflows.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The closed list of failures. A label is the type of a Temporal ApplicationFailure, the last part
 * of a problem's URI, and the {@code error_type} of metrics.
 */
public enum FailureType {
  INVALID_REQUEST(false, 400),
  UNSUPPORTED_MEDIA(false, 415),
  NOT_FOUND(false, 404),
  /** A file cannot be used: broken, empty, or not what it claims to be. */
  MEDIA_UNUSABLE(false, 422),
  /** The clips that passed are shorter than the narration needs at the least. */
  TOO_LITTLE_FOOTAGE(false, 422),
  /** A service refused on grounds of content. */
  CONTENT_REFUSED(false, 422),
  /** A service asked to come back later. The workflow waits; activities do not throw this. */
  THROTTLED(true, 429),
  /** A service is held to be down. The workflow waits; activities do not throw this. */
  CIRCUIT_OPEN(true, 503),
  DEPENDENCY_UNAVAILABLE(true, 503),
  /** Disk or memory is used up on this host. */
  HOST_EXHAUSTED(true, 507),
  /**
   * An artifact that an earlier stage made is gone or was corrupt. Doing the same again cannot
   * help: the workflow runs the stages again that make it.
   */
  ARTIFACT_MISSING(false, 500),
  /** The job used up its own working time. */
  DEADLINE_EXCEEDED(false, 504),
  /** Someone terminated the workflow in Temporal: its own code had no part in it. */
  TERMINATED(false, 409),
  INTERNAL(true, 500);

  private final boolean retryable;
  private final int httpStatus;

  FailureType(boolean retryable, int httpStatus) {
    this.retryable = retryable;
    this.httpStatus = httpStatus;
  }

  /** The wire form, such as {@code media-unusable}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether doing the same again may succeed. */
  public boolean isRetryable() {
    return retryable;
  }

  /** The HTTP status of a request that fails so. */
  public int httpStatus() {
    return httpStatus;
  }

  /** The type with this label, or empty for a label from elsewhere. */
  public static Optional<FailureType> ofLabel(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }
}
