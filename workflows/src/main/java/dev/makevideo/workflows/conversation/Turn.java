package dev.makevideo.workflows.conversation;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client says at once.
 *
 * @param id the client's own, 1 to 64 letters, digits, hyphens and underscores; a turn that comes
 *     again under its id counts once
 * @param text at most 4,000 characters; may be blank where something is attached
 */
public record Turn(String id, String text, Optional<Attachment> attachment) {
  /** The longest text, in characters; a longer script is attached. */
  public static final int MAX_TEXT = Utterance.LONGEST;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public static Turn of(String id, String text) {
    return new Turn(id, text, Optional.empty());
  }

  /** What is wrong with it, if anything is. The constructor takes all, so that a check can say. */
  public Optional<String> objection() {
    if (!isId(id)) {
      return Optional.of("turn id must be 1 to 64 letters, digits, hyphens and underscores");
    }
    if (text.length() > MAX_TEXT) {
      return Optional.of(
          "text must have at most " + MAX_TEXT + " characters, and has " + text.length());
    }
    return text.isBlank() && attachment.isEmpty()
        ? Optional.of("text must have 1 to " + MAX_TEXT + " characters, and has 0")
        : Optional.empty();
  }

  static boolean isId(String id) {
    return ID.matcher(id).matches();
  }
}
