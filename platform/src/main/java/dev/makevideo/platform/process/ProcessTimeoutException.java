package dev.makevideo.platform.process;

import java.io.IOException;

/** A program was killed because it passed its deadline or stood still. */
public final class ProcessTimeoutException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProcessTimeoutException(String message) {
    super(message);
  }
}
