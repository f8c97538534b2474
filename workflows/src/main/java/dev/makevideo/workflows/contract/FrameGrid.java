package dev.makevideo.workflows.contract;

import java.time.Duration;

/**
 * The grid of frames on which every video is planned, counted and encoded. Whoever changes {@link
 * #FPS} raises the versions of what was stored in frames of the old length: those of {@code
 * VerdictStore} and {@code FilterChain}.
 */
public final class FrameGrid {
  /** Frames a second, of every video. */
  public static final int FPS = 30;

  private static final long SECOND = 1_000_000_000L;

  private FrameGrid() {}

  /** How long so many frames last. */
  public static Duration lengthOf(long frames) {
    return Duration.ofNanos(frames * SECOND / FPS);
  }

  /**
   * How long so many frames last, rounded up to a millisecond: {@link #framesOf} gets them back,
   * and 90 frames are 3 s exactly.
   */
  public static Duration millisOf(int frames) {
    return Duration.ofMillis((frames * 1000L + FPS - 1) / FPS);
  }

  /** How many frames cover a duration: the picture ends with it or at most one frame after it. */
  public static int framesToCover(Duration duration) {
    return Math.toIntExact((duration.toNanos() * FPS + SECOND - 1) / SECOND);
  }

  /** How many frames a duration has, rounded to the nearest. */
  public static int framesOf(Duration duration) {
    return Math.toIntExact((duration.toNanos() * FPS + SECOND / 2) / SECOND);
  }
}
