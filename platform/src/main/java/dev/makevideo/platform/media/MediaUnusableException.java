package dev.makevideo.platform.media;

/**
 * A media file cannot be used: broken, empty, or not what is allowed here. The message is one plain
 * sentence part for its owner, such as {@code it has no picture}, without paths.
 */
public final class MediaUnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public MediaUnusableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message. */
  public String reason() {
    return reason;
  }
}
