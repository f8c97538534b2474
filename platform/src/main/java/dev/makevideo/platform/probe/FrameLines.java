package dev.makevideo.platform.probe;

import dev.makevideo.platform.process.ProcessRunner.LineSink;
import java.util.function.LongConsumer;

/**
 * Reads what {@code ffmpeg -progress pipe:1} prints, and takes a higher number of frames for
 * progress. For one run; its result may be read when the run has ended.
 */
public final class FrameLines implements LineSink {
  private final LongConsumer onFrames;
  private volatile long frames;

  /**
   * @param onFrames told each new number of frames; must not block
   */
  public FrameLines(LongConsumer onFrames) {
    this.onFrames = onFrames;
  }

  /** The last number of frames. */
  public long frames() {
    return frames;
  }

  @Override
  public boolean accept(String line) {
    if (!line.startsWith("frame=")) {
      return false;
    }
    long now;
    try {
      now = Long.parseLong(line.substring("frame=".length()).strip());
    } catch (NumberFormatException e) {
      return false; // "N/A" before the first frame
    }
    if (now <= frames) {
      return false;
    }
    frames = now;
    onFrames.accept(now);
    return true;
  }
}
