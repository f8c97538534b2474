package dev.makevideo.activities.external;

import java.io.IOException;

/**
 * A whole answer with a status of success that is no answer to what was asked: another kind of
 * server, or one that cannot do it. Asking again does not help, and says nothing of its health.
 */
public final class UnfitAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with it, a part of a sentence
   */
  public UnfitAnswerException(String message) {
    super(message);
  }
}
