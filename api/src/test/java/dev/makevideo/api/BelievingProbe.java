package dev.makevideo.api;

import dev.makevideo.api.upload.NarrationProbe;
import dev.makevideo.api.upload.UnusableNarrationException;
import dev.makevideo.workflows.job.ObjectRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Believes a file: its first letters are its type and its length. For tests of all that is not the
 * narration; {@link BadRequestsTest} has the real one.
 */
final class BelievingProbe implements NarrationProbe {
  static final String LONG = "LONG";
  static final String BROKEN = "BROKEN";

  /** What the others last. */
  static final Duration DURATION = Duration.ofSeconds(24);

  @Override
  public Kind kind(Path file) throws IOException {
    String head = head(file);
    return new Kind(head.startsWith("ID3"), head.startsWith("ID3") ? "MP3 audio" : "PNG image");
  }

  @Override
  public Length length(Path file, ObjectRef content)
      throws IOException, UnusableNarrationException {
    String head = head(file);
    if (head.contains(BROKEN)) {
      throw new UnusableNarrationException("it has no sound");
    }
    return new Length(
        head.contains(LONG) ? Duration.ofMillis(600_001) : DURATION, Optional.empty());
  }

  private static String head(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(20), StandardCharsets.ISO_8859_1);
    }
  }
}
