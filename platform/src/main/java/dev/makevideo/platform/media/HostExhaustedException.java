package dev.makevideo.platform.media;

import java.io.IOException;

/**
 * A program could not do its work for want of something on this host, or was ended by it. It says
 * nothing about the file: the same may work later, or elsewhere.
 */
public final class HostExhaustedException extends IOException {
  private static final long serialVersionUID = 1L;

  public HostExhaustedException(String message) {
    super(message);
  }
}
