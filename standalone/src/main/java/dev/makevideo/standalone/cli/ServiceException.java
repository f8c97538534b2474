package dev.makevideo.standalone.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The service answered with a problem; the message is what it said. */
final class ServiceException extends IOException {
  private static final long serialVersionUID = 1L;

  final int status;

  /** The field of the request that is at fault; may be empty. */
  final String field;

  /** The field's value as the service names it, such as an upload's id; may be empty. */
  final String value;

  /** In seconds, negative where the service did not say it. */
  private final long retryAfterSeconds;

  ServiceException(int status, String message, String field) {
    this(status, message, field, "", Optional.empty());
  }

  /**
   * @param retryAfter when the service wants to be asked again
   */
  ServiceException(
      int status, String message, String field, String value, Optional<Duration> retryAfter) {
    super(message);
    this.status = status;
    this.field = field;
    this.value = value;
    this.retryAfterSeconds = retryAfter.map(Duration::toSeconds).orElse(-1L);
  }

  /** Whether the request itself is at fault, so that sending it again is no use. */
  boolean isRefusal() {
    return status >= 400 && status < 500;
  }

  /** When the service wants to be asked again, if it said so. */
  Optional<Duration> retryAfter() {
    return retryAfterSeconds < 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(retryAfterSeconds));
  }
}
