package dev.makevideo.activities.music;

import dev.makevideo.platform.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a sound is decoded to be measured or mixed: to 48 kHz, stereo, 16 bits, as the finished video
 * has it. Its samples become whole numbers before anything else is done with them: so one that is
 * no number, or is enormous, is one loud sample and spoils nothing beside it. Stateless.
 */
final class SoundInput {
  static final int RATE = 48_000;

  private static final String SAMPLES = "aformat=sample_fmts=s16";

  /** Where the time stamps are odd, the end is looked for by samples. */
  private static final Duration READ_AHEAD = Duration.ofSeconds(1);

  private SoundInput() {}

  /**
   * The input, up to the option that takes the filters.
   *
   * @throws IOException if the file cannot be read
   */
  static List<String> arguments(Path file, Duration length) throws IOException {
    List<String> arguments = new ArrayList<>(Ffmpeg.narrationInput(file, length.plus(READ_AHEAD)));
    arguments.addAll(List.of("-map", "0:a:0", "-vn", "-sn", "-dn", "-af"));
    return arguments;
  }

  /** The filters, by which it is no longer than this. */
  static String filters(Duration length) {
    return String.join(
        ",",
        SAMPLES,
        "aresample=" + RATE,
        SAMPLES + ":channel_layouts=stereo",
        "atrim=end_sample=" + frames(length));
  }

  /** How many samples of each channel there are in a time, the last one begun. */
  static long frames(Duration length) {
    return (long) Math.ceil(length.toNanos() / 1e9 * RATE);
  }
}
