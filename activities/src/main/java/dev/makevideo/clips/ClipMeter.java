package dev.makevideo.clips;

import dev.makevideo.process.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Measures a file that came from anywhere. Thread-safe. */
@FunctionalInterface
public interface ClipMeter {
  /**
   * Measures a clip.
   *
   * @return its size; empty if the file is no video that may be opened
   * @throws dev.makevideo.process.ProcessStoppedException if the signal was set
   * @throws IOException if it could not be measured; the clip is rejected, but measured anew when
   *     another job has it
   */
  Optional<ClipSize> measure(Path file, StopSignal stop) throws IOException, InterruptedException;
}
