package dev.makevideo.api.upload;

import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Looks at an uploaded narration. Bounded in time and memory, whatever the file. Thread-safe. */
public interface NarrationProbe {
  /**
   * What a file is by its first bytes.
   *
   * @param allowed whether it is one of the kinds that may be a narration
   * @param found what it is, for the message, such as {@code MP3 audio} or {@code a PNG picture}
   */
  record Kind(boolean allowed, String found) {}

  /**
   * How long a file lasts.
   *
   * @param duration counted, and not believed from its header
   * @param warning for the client, if the file can be used and yet seems to be cut short
   */
  record Length(Duration duration, Optional<String> warning) {}

  /** The file's kind. */
  Kind kind(Path file) throws IOException;

  /**
   * The file's length.
   *
   * @param content the file's own
   * @throws UnusableNarrationException if it cannot be played
   */
  Length length(Path file, ObjectRef content) throws IOException, UnusableNarrationException;
}
