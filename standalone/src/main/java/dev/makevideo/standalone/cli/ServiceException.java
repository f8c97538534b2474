package dev.makevideo.standalone.cli;

import java.io.IOException;

/** The service answered with a problem; the message is what it said. */
final class ServiceException extends IOException {
  private static final long serialVersionUID = 1L;

  final int status;

  /** The field of the request that is at fault; may be empty. */
  final String field;

  ServiceException(int status, String message, String field) {
    super(message);
    this.status = status;
    this.field = field;
  }

  /** Whether the request itself is at fault, so that sending it again is no use. */
  boolean isRefusal() {
    return status >= 400 && status < 500;
  }
}
