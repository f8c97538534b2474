package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is logged, and where to.
 *
 * @param level {@code LOG_LEVEL}: of make-video's own loggers; default INFO
 * @param file {@code LOG_FILE}: also log to this file, rotated at 20 MB, 5 kept; default none
 */
public record LogSettings(String level, Optional<Path> file) {
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  static LogSettings from(SettingReader reader) {
    String level = reader.text("LOG_LEVEL", "INFO").toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new InvalidSettingException(
          "LOG_LEVEL is \"" + level + "\"; allowed: " + String.join(", ", LEVELS));
    }
    return new LogSettings(level, reader.text("LOG_FILE").map(Path::of));
  }
}
