package dev.makevideo.platform.settings;

import dev.makevideo.platform.ytdlp.YtDlp;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The clip sources that are programs on this machine.
 *
 * @param ytDlp how yt-dlp is used
 * @param command {@code MAKE_VIDEO_SOURCE_COMMAND}: the operator's own source, an executable file
 *     where the worker runs; default none
 * @param commandBase {@code MAKE_VIDEO_SOURCE_COMMAND_URL}: the host and port from which the
 *     operator's own source may name files though they are private; default none
 */
public record SourceProgramSettings(
    YtDlpUse ytDlp, Optional<Path> command, Optional<String> commandBase) {
  /** Names the operator's own source. */
  public static final String COMMAND = "MAKE_VIDEO_SOURCE_COMMAND";

  /** How yt-dlp looks for a phrase when nothing else is said. */
  public static final String SEARCH = "ytsearch{n}:{phrase}";

  private static final String PHRASE = "{phrase}";
  private static final String OFF = "off";
  private static final String AUTO = "auto";

  /**
   * How yt-dlp is used.
   *
   * @param wanted whether it may be used
   * @param named {@code MAKE_VIDEO_YTDLP}: the program, or a folder with its wheels; absent:
   *     fetched
   * @param search {@code MAKE_VIDEO_YTDLP_SEARCH}: what it is asked, with {@code {phrase}} and
   *     {@code {n}}; default {@value SourceProgramSettings#SEARCH}
   */
  public record YtDlpUse(boolean wanted, Optional<Path> named, String search) {
    /** The page of a search is on the internet or in the operator's own network. */
    public boolean isPage() {
      return isUrl(search);
    }
  }

  /** What holds when nothing is set. */
  public static SourceProgramSettings defaults() {
    return new SourceProgramSettings(
        new YtDlpUse(true, Optional.empty(), SEARCH), Optional.empty(), Optional.empty());
  }

  /** No program. */
  public static SourceProgramSettings none() {
    return new SourceProgramSettings(
        new YtDlpUse(false, Optional.empty(), SEARCH), Optional.empty(), Optional.empty());
  }

  static SourceProgramSettings from(SettingReader reader) {
    return new SourceProgramSettings(
        ytDlp(reader),
        reader.text(COMMAND).map(value -> path(COMMAND, value)),
        SourceSettings.base(reader, COMMAND + "_URL"));
  }

  private static YtDlpUse ytDlp(SettingReader reader) {
    String use = reader.text(YtDlp.SETTING, AUTO);
    boolean named = !use.equals(AUTO) && !use.equals(OFF);
    return new YtDlpUse(
        !use.equals(OFF),
        named ? Optional.of(path(YtDlp.SETTING, use)) : Optional.empty(),
        search(reader));
  }

  private static String search(SettingReader reader) {
    String name = YtDlp.SETTING + "_SEARCH";
    String value = reader.text(name, SEARCH);
    boolean good =
        value.contains(PHRASE)
            && (value.matches("[a-z0-9]{1,40}(\\{n\\})?:\\{phrase\\}")
                || SourceSettings.isBase(value.replaceAll("[?#].*", "").replace(PHRASE, "x"))
                    && isUrl(value));
    if (!good) {
      throw new InvalidSettingException(
          name
              + " is \""
              + value
              + "\"; allowed: a search of yt-dlp's such as "
              + SEARCH
              + ", or an http or https URL with {phrase} after its host");
    }
    return value;
  }

  private static boolean isUrl(String value) {
    int path = value.indexOf('/', "https://".length());
    return value.matches("(?i)https?://.*") && path > 0 && value.indexOf(PHRASE) > path;
  }

  private static Path path(String name, String value) {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new InvalidSettingException(name + " is \"" + value + "\"; it is no path");
    }
  }
}
