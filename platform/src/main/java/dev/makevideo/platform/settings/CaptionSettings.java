package dev.makevideo.platform.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What captions are drawn with besides the fonts that are shipped.
 *
 * @param cjkWanted whether Chinese, Japanese and Korean are drawn at all
 * @param cjkFolder where their font lies; absent: in the tools folder, fetched when it is needed
 */
public record CaptionSettings(boolean cjkWanted, Optional<Path> cjkFolder) {
  /** {@code MAKE_VIDEO_CJK_FONTS}: {@code auto}, {@code off}, or the path of a folder. */
  static CaptionSettings from(SettingReader reader) {
    Optional<String> named =
        Optional.of(reader.text("MAKE_VIDEO_CJK_FONTS", "auto")).filter(v -> !v.equals("auto"));
    return new CaptionSettings(
        !named.equals(Optional.of("off")),
        named.filter(v -> !v.equals("off")).map(v -> Path.of(v).toAbsolutePath().normalize()));
  }
}
