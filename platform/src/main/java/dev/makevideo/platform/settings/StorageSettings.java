package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where data lies.
 *
 * @param home {@code MAKE_VIDEO_HOME}: all that make-video keeps; default: the platform's user data
 *     folder
 * @param store {@code MAKE_VIDEO_STORE}: artifacts, shared by api and workers; default: {@code
 *     home/store}
 * @param retention {@code MAKE_VIDEO_STORE_DAYS}: artifacts that were not used for longer are
 *     deleted, if no job that runs or is kept names them; 1 to 3650 days, default 30
 * @param jobsKept {@code MAKE_VIDEO_JOB_DAYS}: jobs that ended longer ago are deleted; 1 to 3650
 *     days; absent: they are there for as long as the Temporal server keeps them
 * @param room what must be free so that work begins
 */
public record StorageSettings(
    Path home, Path store, Duration retention, Optional<Duration> jobsKept, RoomSettings room) {
  private static final int LONGEST_DAYS = 3650;

  static StorageSettings from(SettingReader reader) {
    Path home = reader.path("MAKE_VIDEO_HOME", defaultHome(reader));
    return new StorageSettings(
        home,
        reader.path("MAKE_VIDEO_STORE", home.resolve("store")),
        Duration.ofDays(reader.number("MAKE_VIDEO_STORE_DAYS", 30, 1, LONGEST_DAYS)),
        reader.optionalNumber("MAKE_VIDEO_JOB_DAYS", 1, LONGEST_DAYS).map(Duration::ofDays),
        RoomSettings.from(reader));
  }

  private static Path defaultHome(SettingReader reader) {
    Path user = Path.of(reader.text("HOME", System.getProperty("user.home", ".")));
    String system = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
    if (system.contains("mac")) {
      return user.resolve("Library/Application Support/make-video");
    }
    if (system.contains("windows")) {
      return reader.text("LOCALAPPDATA").map(Path::of).orElse(user).resolve("make-video");
    }
    return reader
        .text("XDG_DATA_HOME")
        .map(Path::of)
        .orElse(user.resolve(".local/share"))
        .resolve("make-video");
  }

  /** Programs that make-video fetched for itself. */
  public Path tools() {
    return home.resolve("tools");
  }
}
