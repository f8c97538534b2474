package dev.makevideo.checks.rig;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.model.SpeechModel;
import dev.makevideo.platform.settings.Settings;
import dev.makevideo.standalone.embedded.TemporalBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The programs that the checks run, found or fetched by the product's own code.
 *
 * @param temporal the {@code temporal} program
 */
public record Programs(FfmpegTools ffmpeg, Path temporal) {
  /** Finds the speech model, or fetches it: 133 MB. */
  public static SpeechModel speechModel(Consumer<String> tell)
      throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    return SpeechModel.locate(Settings.from(environment).storage().tools(), environment, tell);
  }

  /** Finds the programs, or gets them into the data folder. */
  public static Programs find(Consumer<String> tell) throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    Path tools = Settings.from(environment).storage().tools();
    return new Programs(
        FfmpegTools.locate(tools, environment, tell),
        TemporalBinary.locate(tools, environment, tell));
  }
}
