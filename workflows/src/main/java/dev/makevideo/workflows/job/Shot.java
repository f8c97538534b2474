package dev.makevideo.workflows.job;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line of a shot list: which phrase's footage is shown in which part of the narration. One of
 * time, paragraphs and words says which part.
 *
 * @param line its number in the list, from 1, for messages
 * @param phrase which of {@link Phrases#texts()}
 * @param time from a time on
 * @param paragraphs of the script
 * @param words from where these are said, 1 to 200 characters
 */
public record Shot(
    int line,
    int phrase,
    Optional<Span> time,
    Optional<Paragraphs> paragraphs,
    Optional<String> words) {
  /** The longest words. */
  public static final int MAX_WORDS = 200;

  /**
   * A stretch of time.
   *
   * @param from the narration's beginning
   * @param to from the narration's beginning; absent: until the next shot
   */
  public record Span(Duration from, Optional<Duration> to) {
    /**
     * @throws IllegalArgumentException if it ends before it begins
     */
    public Span {
      if (from.isNegative() || to.filter(end -> end.compareTo(from) <= 0).isPresent()) {
        throw new IllegalArgumentException("a shot is from " + from + " to " + to);
      }
    }
  }

  /**
   * Paragraphs of the script that have words.
   *
   * @param first from 1
   * @param last the same or a later one
   */
  public record Paragraphs(int first, int last) {
    /**
     * @throws IllegalArgumentException if they are none
     */
    public Paragraphs {
      if (first < 1 || last < first) {
        throw new IllegalArgumentException("paragraphs are " + first + " to " + last);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if not exactly one of the three says where it is
   */
  public Shot {
    long said = Stream.of(time, paragraphs, words).filter(Optional::isPresent).count();
    if (said != 1
        || words.filter(text -> text.isBlank() || text.length() > MAX_WORDS).isPresent()) {
      throw new IllegalArgumentException("shot of line " + line + " says " + said + " parts");
    }
  }

  /** Whether the words of the narration must be known to find it. */
  boolean needsWords() {
    return time.isEmpty();
  }
}
