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
 * @param levels {@code LOG_LEVELS_FILE}: levels of single loggers, which may change while a process
 *     runs; default {@code log-levels} in the home folder
 */
public record LogSettings(String level, Optional<Path> file, Path levels) {
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

  static LogSettings from(SettingReader reader, Path home) {
    String level = reader.text("LOG_LEVEL", "INFO").toUpperCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new InvalidSettingException(
          "LOG_LEVEL is \"" + level + "\"; allowed: " + String.join(", ", LEVELS));
    }
    return new LogSettings(
        level,
        reader.text("LOG_FILE").map(Path::of),
        reader.path("LOG_LEVELS_FILE", home.resolve("log-levels")));
  }
}
