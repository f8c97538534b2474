package dev.makevideo.activities.timeline;

import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.RenderQuality;

/**
 * The finished picture's size.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 */
public record FrameSize(int width, int height) {
  /**
   * @throws IllegalArgumentException if a side is odd or not positive: yuv420p has no such picture
   */
  public FrameSize {
    if (width <= 0 || height <= 0 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("size must be positive and even: " + width + "x" + height);
    }
  }

  /** The size of a shape; a draft has half of each side, rounded to the next even number. */
  public static FrameSize of(AspectRatio ratio, RenderQuality quality) {
    return switch (quality) {
      case STANDARD -> new FrameSize(ratio.width(), ratio.height());
      case DRAFT -> new FrameSize(half(ratio.width()), half(ratio.height()));
    };
  }

  private static int half(int side) {
    return (side + 3) / 4 * 2;
  }
}
