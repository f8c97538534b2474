package dev.makevideo.speech;

import java.io.IOException;

/** The host has no disk or memory left for the work. */
final class HostExhaustedException extends IOException {
  private static final long serialVersionUID = 1L;

  HostExhaustedException(String message) {
    super(message);
  }
}
