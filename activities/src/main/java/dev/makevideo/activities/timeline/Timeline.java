package dev.makevideo.activities.timeline;

import java.time.Duration;
import java.util.List;

/**
 * What is shown when: the JSON object that segments are rendered from.
 *
 * @param fps always 30
 * @param size of the picture
 * @param narration how long the narration lasts; the picture is at most one frame longer
 * @param segments in order, without gaps, on the frame grid
 */
public record Timeline(int fps, FrameSize size, Duration narration, List<Segment> segments) {
  /** The frame rate of every video. */
  public static final int FPS = 30;

  /**
   * @throws IllegalArgumentException if there is no segment, or a gap between two
   */
  public Timeline {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("timeline has no segments");
    }
    int at = 0;
    for (Segment segment : segments) {
      if (segment.startFrame() != at) {
        throw new IllegalArgumentException(
            "segment " + segment.index() + " starts at " + segment.startFrame() + ", not " + at);
      }
      at += segment.frames();
    }
  }

  /** All frames together. */
  public int totalFrames() {
    Segment last = segments.get(segments.size() - 1);
    return last.startFrame() + last.frames();
  }

  /** How long so many frames last. */
  public static Duration lengthOf(long frames) {
    return Duration.ofNanos(frames * 1_000_000_000L / FPS);
  }

  /** How many frames cover a duration: the picture ends with it or at most one frame after it. */
  public static int framesToCover(Duration duration) {
    return Math.toIntExact((duration.toNanos() * FPS + 999_999_999L) / 1_000_000_000L);
  }

  /** How many frames a clip of this duration has, rounded to the nearest. */
  public static int framesOf(Duration clip) {
    return Math.toIntExact((clip.toNanos() * FPS + 500_000_000L) / 1_000_000_000L);
  }
}
