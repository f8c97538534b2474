package dev.makevideo.activities.timeline;

import dev.makevideo.workflows.contract.FrameGrid;
import java.time.Duration;
import java.util.List;

/**
 * What is shown when: the JSON object that segments are rendered from.
 *
 * @param fps frames a second, {@link FrameGrid#FPS}
 * @param size of the picture
 * @param narration how long the narration lasts; the picture is at most one frame longer
 * @param segments in order, without gaps, on the frame grid
 */
public record Timeline(int fps, FrameSize size, Duration narration, List<Segment> segments) {
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
}
