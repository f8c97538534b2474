package dev.makevideo.platform.probe;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * A narration that is up to something, and what becomes of it.
 *
 * @param seconds that are found; empty: it is refused
 * @param said a part of the refusal, or of the first warning, or empty
 */
public record HostileNarration(Path file, OptionalDouble seconds, String said) {
  static HostileNarration fails(Path file, String said) {
    return new HostileNarration(file, OptionalDouble.empty(), said);
  }

  static HostileNarration passes(Path file, double seconds, String said) {
    return new HostileNarration(file, OptionalDouble.of(seconds), said);
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
