package dev.makevideo.activities.subtitle;

import java.util.List;

/**
 * One caption.
 *
 * @param start when it appears, in seconds from the narration's start
 * @param end when it goes
 * @param words what it says; at least one
 */
public record Cue(double start, double end, List<Word> words) {
  /**
   * @throws IllegalArgumentException if there are no words, or the times are not in order
   */
  public Cue {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("cue at " + start + " has no words");
    }
    if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("cue has times " + start + " to " + end);
    }
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (Word word : words) {
      text.append(text.isEmpty() || word.attached() ? "" : " ").append(word.text());
    }
    return text.toString();
  }
}
