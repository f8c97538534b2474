package dev.makevideo.platform.media;

/**
 * A script's file cannot be read as text. The message is a sentence part for its owner, to follow
 * the field's or the option's name: what the file is, and what to do, such as {@code is an RTF
 * document: save it as plain text (UTF-8)}.
 */
public final class ScriptUnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String kind;

  ScriptUnusableException(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** What the file is, in a few words: {@code an RTF document}. */
  public String kind() {
    return kind;
  }

  /** The message. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
