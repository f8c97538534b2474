package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Speech recognition in the worker's process.
 *
 * @param wanted whether it is used at all
 * @param folder where the model's files lie; absent: in the tools folder, fetched when missing
 */
public record SpeechSettings(boolean wanted, Optional<Path> folder) {
  /** {@code MAKE_VIDEO_SPEECH_MODEL}: {@code auto}, {@code off}, or the path of a folder. */
  static SpeechSettings from(SettingReader reader) {
    String value = reader.text("MAKE_VIDEO_SPEECH_MODEL", "auto");
    return switch (value) {
      case "auto" -> new SpeechSettings(true, Optional.empty());
      case "off" -> new SpeechSettings(false, Optional.empty());
      default -> new SpeechSettings(true, Optional.of(Path.of(value).toAbsolutePath().normalize()));
    };
  }
}
