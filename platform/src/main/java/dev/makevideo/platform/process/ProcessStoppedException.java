package dev.makevideo.platform.process;

import java.io.IOException;

/** A program was killed because its work was told to stop. */
public final class ProcessStoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProcessStoppedException(String label) {
    super(label + " was stopped");
  }
}
