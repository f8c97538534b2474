package dev.makevideo.platform.ffmpeg;

import dev.makevideo.platform.settings.Settings;
import java.io.IOException;
import java.util.Map;

/**
 * The ffmpeg that tests use: the one on PATH, else the one kept in the user's own data folder, so
 * that a machine fetches it only once.
 */
public final class TestFfmpeg {
  private TestFfmpeg() {}

  /** Fails where there is none and none can be fetched. */
  public static FfmpegTools locate() throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    return FfmpegTools.locate(
        Settings.from(environment).storage().tools(), environment, System.err::println);
  }
}
