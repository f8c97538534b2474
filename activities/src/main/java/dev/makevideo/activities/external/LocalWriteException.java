package dev.makevideo.activities.external;

import java.io.IOException;

/** A body could not be written to our own disk: not the service's failure. */
final class LocalWriteException extends IOException {
  private static final long serialVersionUID = 1L;
  private final IOException error;

  LocalWriteException(IOException error) {
    super(error);
    this.error = error;
  }

  IOException error() {
    return error;
  }
}
