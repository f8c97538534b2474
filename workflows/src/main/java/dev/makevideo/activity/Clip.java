package dev.makevideo.activity;

import dev.makevideo.job.ObjectRef;
import java.time.Duration;
import java.util.List;

/**
 * A downloaded clip.
 *
 * @param object its bytes
 * @param name what to call it in reports: the file's name or the URL's last part, at most 200
 *     characters, for display only
 * @param duration how long its picture lasts; after validation, as counted by decoding
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 * @param spans what of it is worth showing, in order and apart; empty: all of it
 */
public record Clip(
    ObjectRef object, String name, Duration duration, int width, int height, List<Span> spans) {
  public Clip {
    // Null in a clip that an earlier version wrote.
    spans = spans == null ? List.of() : List.copyOf(spans);
  }

  /** A clip that is shown from end to end. */
  public static Clip whole(
      ObjectRef object, String name, Duration duration, int width, int height) {
    return new Clip(object, name, duration, width, height, List.of());
  }

  /**
   * A stretch of a clip.
   *
   * @param start from the beginning of the clip's picture
   * @param length of the stretch
   */
  public record Span(Duration start, Duration length) {
    /**
     * @throws IllegalArgumentException if it starts before the clip, or has no length
     */
    public Span {
      if (start.isNegative() || length.isNegative() || length.isZero()) {
        throw new IllegalArgumentException("span starts at " + start + " and lasts " + length);
      }
    }
  }

  /** How much of it is worth showing. */
  public Duration footage() {
    return spans.isEmpty()
        ? duration
        : spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
  }
}
