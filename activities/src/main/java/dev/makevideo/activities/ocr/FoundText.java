package dev.makevideo.activities.ocr;

/**
 * One line of text in a picture.
 *
 * @param text as it was read
 * @param confidence mean over its characters, 0 to 1
 * @param box where it is
 */
public record FoundText(String text, double confidence, Box box) {
  /**
   * The upright rectangle round a line, in the picture's pixels.
   *
   * @param left of the first column
   * @param top of the first row
   * @param width in columns
   * @param height in rows
   */
  public record Box(int left, int top, int width, int height) {}

  /** How many letters and digits it has. */
  public int alphanumerics() {
    return (int) text.codePoints().filter(Character::isLetterOrDigit).count();
  }
}
