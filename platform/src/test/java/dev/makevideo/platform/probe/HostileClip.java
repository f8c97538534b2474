package dev.makevideo.platform.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A clip that is up to something, and what becomes of it.
 *
 * @param length what is approved; empty: it is rejected as unusable
 * @param either whether that depends on the ffmpeg that is there
 */
public record HostileClip(Path file, Optional<Duration> length, boolean either) {
  static HostileClip rejected(Path file) {
    return new HostileClip(file, Optional.empty(), false);
  }

  static HostileClip approved(Path file, Duration length) {
    return new HostileClip(file, Optional.of(length), false);
  }

  static HostileClip either(Path file) {
    return new HostileClip(file, Optional.empty(), true);
  }

  /** The file's name. */
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }
}
