package dev.makevideo.activities.clips;

import dev.makevideo.platform.media.MediaUnusableException;
import dev.makevideo.platform.probe.MediaProbe;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ClipFacts;
import java.io.IOException;
import java.nio.file.Path;

/** Measures a file that came from anywhere. Thread-safe. */
@FunctionalInterface
public interface ClipMeter {
  /**
   * Measures a clip.
   *
   * @throws MediaUnusableException if the file is no video that may be opened, saying why; kept for
   *     all jobs
   * @throws dev.makevideo.platform.process.ProcessStoppedException if the signal was set
   * @throws IOException if this host could not measure it; it is tried again, and nothing is kept
   */
  ClipFacts measure(Path file, StopSignal stop)
      throws MediaUnusableException, IOException, InterruptedException;

  /** Measures by what the file's headers say. */
  static ClipMeter of(MediaProbe probe) {
    return probe::clip;
  }
}
