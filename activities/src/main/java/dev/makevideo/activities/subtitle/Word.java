package dev.makevideo.activities.subtitle;

/**
 * A spoken word.
 *
 * @param text as it is written, with its punctuation; not escaped for any format
 * @param start in seconds from the narration's start
 * @param end in seconds from the narration's start
 */
public record Word(String text, double start, double end) {
  /**
   * @throws IllegalArgumentException if the times are not finite, negative or in the wrong order
   */
  public Word {
    if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("word \"" + text + "\" has times " + start + " to " + end);
    }
  }
}
