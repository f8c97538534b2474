package dev.makevideo.api.upload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Looks at an uploaded narration. Bounded in time and memory, whatever the file. Thread-safe. */
public interface NarrationProbe {
  /**
   * What a file is by its first bytes.
   *
   * @param allowed whether it is one of the kinds that may be a narration
   * @param found what it is, for the message, such as {@code MP3 audio} or {@code a PNG picture}
   */
  record Kind(boolean allowed, String found) {}

  /** The file's kind. */
  Kind kind(Path file) throws IOException;

  /**
   * How long it lasts, counted and not believed from its header.
   *
   * @throws UnusableNarrationException if it cannot be played
   */
  Duration duration(Path file) throws IOException, UnusableNarrationException;
}
