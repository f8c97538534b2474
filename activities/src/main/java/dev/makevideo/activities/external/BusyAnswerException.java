package dev.makevideo.activities.external;

import java.io.IOException;

/**
 * A whole answer with a status of success that says: not now. What {@code Retry-After} names is
 * kept, as with a 429.
 */
public final class BusyAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what it said, a part of a sentence
   */
  public BusyAnswerException(String message) {
    super(message);
  }
}
