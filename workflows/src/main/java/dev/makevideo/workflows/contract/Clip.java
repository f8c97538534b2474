package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
 * @param picture where in its frames the picture is; absent: everywhere
 * @param facts what its headers say; absent in a clip that an earlier version downloaded
 */
public record Clip(
    ObjectRef object,
    String name,
    Duration duration,
    int width,
    int height,
    List<Span> spans,
    Optional<Area> picture,
    Optional<ClipFacts> facts) {
  public Clip {
    // Null in a clip that an earlier version wrote.
    spans = spans == null ? List.of() : List.copyOf(spans);
    picture = picture == null ? Optional.empty() : picture;
    facts = facts == null ? Optional.empty() : facts;
  }

  /** A clip that is shown from end to end. */
  public static Clip whole(
      ObjectRef object, String name, Duration duration, int width, int height) {
    return new Clip(
        object, name, duration, width, height, List.of(), Optional.empty(), Optional.empty());
  }

  /** This clip, with what its headers say. */
  public Clip with(ClipFacts headers) {
    return new Clip(object, name, duration, width, height, spans, picture, Optional.of(headers));
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

  /**
   * A part of an upright frame, in sixty-fourths of the frame's width and height: a clip may change
   * its size in mid-stream.
   *
   * @param x of its left edge
   * @param y of its upper edge
   */
  public record Area(int x, int y, int width, int height) {
    /** A whole side. */
    public static final int WHOLE = 64;

    /**
     * @throws IllegalArgumentException if it is empty, or not within the frame
     */
    public Area {
      if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > WHOLE || y + height > WHOLE) {
        throw new IllegalArgumentException(
            "area of %d x %d at %d, %d".formatted(width, height, x, y));
      }
    }
  }

  /** How much of it is worth showing. */
  public Duration worthShowing() {
    return spans.isEmpty()
        ? duration
        : spans.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
  }
}
