package dev.makevideo.workflows.job;

/**
 * What a caption is to say instead of what it says.
 *
 * @param index the caption's number in the subtitles' files, from 1
 * @param text 1 to 200 characters, in one line
 */
public record CaptionText(int index, String text) {
  /** The longest text, in characters. */
  public static final int LONGEST = 200;

  /**
   * @throws IllegalArgumentException naming what is not allowed
   */
  public CaptionText {
    text = text.strip();
    if (index < 1) {
      throw new IllegalArgumentException("index is " + index + "; captions count from 1");
    }
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "text of caption "
              + index
              + " has "
              + text.length()
              + " characters; allowed: 1 to "
              + LONGEST);
    }
    if (text.codePoints().anyMatch(CaptionText::isControl)) {
      throw new IllegalArgumentException(
          "text of caption " + index + " has control characters; allowed: one line of plain text");
    }
  }

  /** Also half characters, and what ends a line or turns the direction of all that follows. */
  private static boolean isControl(int point) {
    int type = Character.getType(point);
    return type == Character.CONTROL
        || type == Character.SURROGATE
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069);
  }
}
