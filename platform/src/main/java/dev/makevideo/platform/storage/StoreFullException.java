package dev.makevideo.platform.storage;

import java.io.IOException;

/** The store's disk is full, or has less space left than its reserve. */
public final class StoreFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreFullException(String message) {
    super(message);
  }
}
