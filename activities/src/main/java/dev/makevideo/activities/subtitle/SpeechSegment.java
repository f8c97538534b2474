package dev.makevideo.activities.subtitle;

/**
 * A stretch of speech without a pause.
 *
 * @param start in seconds from the narration's start
 * @param end in seconds from the narration's start
 */
public record SpeechSegment(double start, double end) {
  /**
   * @throws IllegalArgumentException if the times are not finite, negative or in the wrong order
   */
  public SpeechSegment {
    if (!(start >= 0 && end >= start && end < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("stretch has times " + start + " to " + end);
    }
  }

  /** In seconds. */
  public double length() {
    return end - start;
  }
}
