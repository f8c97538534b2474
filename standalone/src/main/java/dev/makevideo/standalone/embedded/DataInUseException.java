package dev.makevideo.standalone.embedded;

import java.io.IOException;

/** Another process owns the data folder's server; the caller uses that one's service instead. */
public final class DataInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  DataInUseException(String message) {
    super(message);
  }
}
