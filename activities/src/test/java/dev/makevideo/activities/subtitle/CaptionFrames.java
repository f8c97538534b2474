package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Burns captions into frames of one colour. */
final class CaptionFrames {
  private final Path folder;
  private String language = "en";
  private FontSet fonts = FontSet.SHIPPED;

  CaptionFrames(Path folder) {
    this.folder = folder;
  }

  /** The language of what is drawn from now on. */
  void speak(String newLanguage) {
    language = newLanguage;
  }

  /** The fonts of what is drawn from now on. */
  void use(FontSet set) {
    fonts = set;
  }

  /** Which pixels differ from the background, and which of them are yellow. */
  record Seen(int left, int right, int top, int bottom, int firstYellow, int lastYellow) {}

  Seen render(SubtitleStyle style, int width, int height, double at, String... words)
      throws Exception {
    burn(style, width, height, at, "error", words);
    byte[] rgb = Files.readAllBytes(folder.resolve("frame.rgb"));
    assertEquals(width * height * 3, rgb.length);
    int left = width;
    int right = -1;
    int top = height;
    int bottom = -1;
    int firstYellow = Integer.MAX_VALUE;
    int lastYellow = -1;
    for (int i = 0; i < width * height; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      int x = i % width;
      if (green < 150 && blue > 200 && red < 100) {
        continue; // the background
      }
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, i / width);
      bottom = Math.max(bottom, i / width);
      if (red > 220 && green > 180 && blue < 80) {
        firstYellow = Math.min(firstYellow, x);
        lastYellow = Math.max(lastYellow, x);
      }
    }
    return new Seen(left, right, top, bottom, firstYellow, lastYellow);
  }

  ProcessRunner.Finished burn(
      SubtitleStyle style, int width, int height, double at, String verbosity, String... texts)
      throws Exception {
    double step = 1.0 / texts.length;
    List<Word> words =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> new Word(texts[i], i * step, (i + 1) * step))
            .toList();
    String ass =
        new AssWriter(fonts).write(List.of(new Cue(0, 1, words)), style, language, width, height);
    return draw(
        ass, width, height, at, verbosity, Fonts.environment(new Fonts().folder(folder, fonts)));
  }

  ProcessRunner.Finished draw(
      String ass,
      int width,
      int height,
      double at,
      String verbosity,
      Map<String, String> environment)
      throws Exception {
    return run(
        ass,
        "color=c=0x2050FF:s=" + width + "x" + height + ":r=10:d=2,format=rgb24",
        "trim=start=" + at + ",ass=captions.ass:fontsdir=" + fontFolder() + ",format=rgb24",
        1,
        verbosity,
        environment);
  }

  /**
   * One grey frame per second, as they lie in the file {@code frame.rgb}; says what libass says.
   */
  String seconds(String ass, int width, int height, int count) throws Exception {
    return run(
            ass,
            "color=c=0x808080:s=" + width + "x" + height + ":r=1:d=" + count,
            "ass=captions.ass:fontsdir=" + fontFolder() + ",format=gray",
            count,
            "verbose",
            Fonts.environment(new Fonts().folder(folder, fonts)))
        .errorTail();
  }

  private String fontFolder() {
    return fonts.fetched().isPresent() ? "fonts-cjk" : "fonts";
  }

  private ProcessRunner.Finished run(
      String ass,
      String source,
      String filter,
      int count,
      String verbosity,
      Map<String, String> environment)
      throws Exception {
    Files.writeString(folder.resolve("captions.ass"), ass);
    String program = TestFfmpeg.locate().ffmpeg().toString();
    List<String> arguments = new ArrayList<>(List.of(program, "-nostdin", "-v", verbosity, "-y"));
    arguments.addAll(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(List.of("-vf", filter, "-frames:v", Integer.toString(count)));
    arguments.addAll(List.of("-f", "rawvideo", "frame.rgb"));
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      ProcessRunner.Finished end =
          processes.run(
              Command.of("ffmpeg-test", arguments, folder, Duration.ofSeconds(120))
                  .withEnvironment(environment),
              new StopSignal());
      assertEquals(0, end.exitCode(), end.errorTail());
      return end;
    }
  }
}
