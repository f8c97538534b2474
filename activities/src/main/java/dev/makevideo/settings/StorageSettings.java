package dev.makevideo.settings;

import java.nio.file.Path;

/**
 * Where data lies.
 *
 * @param home {@code MAKE_VIDEO_HOME}: all that make-video keeps; default: the platform's user data
 *     folder
 * @param store {@code MAKE_VIDEO_STORE}: artifacts, shared by api and workers; default: {@code
 *     home/store}
 */
public record StorageSettings(Path home, Path store) {
  static StorageSettings from(SettingReader reader) {
    Path home = reader.path("MAKE_VIDEO_HOME", defaultHome(reader));
    return new StorageSettings(home, reader.path("MAKE_VIDEO_STORE", home.resolve("store")));
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
