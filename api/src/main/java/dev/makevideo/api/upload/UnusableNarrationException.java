package dev.makevideo.api.upload;

/** A narration is broken, empty or without sound; the message says which. */
public final class UnusableNarrationException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnusableNarrationException(String message) {
    super(message);
  }

  /** The reason for the client. */
  public String reason() {
    String message = getMessage();
    return message == null ? "it cannot be played" : message;
  }
}
