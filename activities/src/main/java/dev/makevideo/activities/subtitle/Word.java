package dev.makevideo.activities.subtitle;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A spoken word.
 *
 * @param text as it is written, with its punctuation; not escaped for any format
 * @param start in seconds from the narration's start
 * @param end in seconds from the narration's start
 * @param attached whether it is written right after the word before, with no space between, as in
 *     Chinese, Japanese and Thai; absent means that a space stands between
 * @param ends whether a sentence is known to end with it, as a heading does without any sign;
 *     absent means that its signs tell
 */
public record Word(
    String text,
    double start,
    double end,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean attached,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ends) {
  /**
   * @throws IllegalArgumentException if the times are not finite, negative or in the wrong order
   */
  public Word {
    if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("word \"" + text + "\" has times " + start + " to " + end);
    }
  }

  /** A word with a space before it. */
  public Word(String text, double start, double end) {
    this(text, start, end, false);
  }

  /** A word whose signs tell whether a sentence ends with it. */
  public Word(String text, double start, double end, boolean attached) {
    this(text, start, end, attached, false);
  }

  /** The same word at other times. */
  public Word at(double newStart, double newEnd) {
    return new Word(text, newStart, newEnd, attached, ends);
  }
}
