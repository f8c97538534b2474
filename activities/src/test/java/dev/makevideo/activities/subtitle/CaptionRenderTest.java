package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.ffmpeg.FfmpegTools;
import dev.makevideo.platform.ffmpeg.TestFfmpeg;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Burns captions in and looks at the pixels. */
class CaptionRenderTest {
  @TempDir Path folder;

  /** Which pixels differ from the background, and which of them are yellow. */
  private record Seen(int left, int right, int top, int bottom, int firstYellow, int lastYellow) {}

  @Test
  void drawsInsideTheMarginsInTheLowerPart() throws Exception {
    for (SubtitleStyle style :
        List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE, SubtitleStyle.PLAIN)) {
      for (int[] size : new int[][] {{1080, 1920}, {1920, 1080}, {540, 960}}) {
        Seen seen = render(style, size[0], size[1], 0.5, "WIDE", "octopus", "arms", "think");
        String what = style + " " + size[0] + "x" + size[1] + " " + seen;
        int side = 80 * Math.min(size[0], size[1]) / 1080;
        assertTrue(seen.left() >= side - 12 && seen.right() <= size[0] - side + 12, what);
        assertEquals(size[0] / 2, (seen.left() + seen.right()) / 2, 8, what);
        assertTrue(seen.top() > size[1] * 0.6, what);
        assertTrue(seen.bottom() < size[1] * (size[1] > size[0] ? 0.77 : 0.94), what);
      }
    }
  }

  @Test
  void colorsTheSpokenWordOnly() throws Exception {
    Seen first = render(SubtitleStyle.BOLD, 1080, 1920, 0.1, "left", "right");
    Seen last = render(SubtitleStyle.BOLD, 1080, 1920, 0.9, "left", "right");
    assertEquals(first.left(), last.left(), 2);
    assertTrue(first.firstYellow() < 540 && first.lastYellow() < 560, first.toString());
    assertTrue(last.firstYellow() > 500 && last.lastYellow() > 560, last.toString());
    Seen plain = render(SubtitleStyle.PLAIN, 1080, 1920, 0.1, "left", "right");
    assertEquals(Integer.MAX_VALUE, plain.firstYellow(), plain.toString());
  }

  @Test
  void fitsAWordThatIsTooLongForALine() throws Exception {
    Seen seen = render(SubtitleStyle.BOLD, 1080, 1920, 0.5, "Donaudampfschifffahrtsgesellschaft");
    assertTrue(seen.left() >= 60 && seen.right() <= 1020, seen.toString());
  }

  @Test
  void drawsCodesAsTheTextThatTheyAre() throws Exception {
    Seen plain = render(SubtitleStyle.PLAIN, 1080, 1920, 0.5, "Mop");
    for (String code :
        List.of(
            "{\\an8}", "{\\fs200}", "{\\fad(9,9)}", "{\\p1}", "\\N", "\\h", "{\\move(0,0,9,9)}")) {
      Seen seen = render(SubtitleStyle.PLAIN, 1080, 1920, 0.5, code + "Mop");
      String what = code + " " + seen + ", without it " + plain;
      assertTrue(seen.right() - seen.left() > plain.right() - plain.left() + 30, what);
      assertEquals(plain.bottom(), seen.bottom(), 25, what);
      assertEquals(plain.top(), seen.top(), 25, what);
    }
  }

  @Test
  void drawsEveryScriptWithItsOwnFont() throws Exception {
    for (String word :
        List.of(
            "\u0441\u043b\u043e\u0432\u043e",
            "\u03bb\u03cc\u03b3\u03bf\u03c2",
            "\u0645\u0631\u062d\u0628\u0627",
            "\u05e9\u05dc\u05d5\u05dd",
            "\u0928\u092e\u0938\u094d\u0924\u0947")) {
      for (SubtitleStyle style : List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE)) {
        assertFalse(errors(style, word).contains("failed to find"), word);
      }
    }
    assertTrue(errors(SubtitleStyle.BOLD, "\u7ae0").contains("failed to find"));
  }

  @Test
  void seesNoFontOfTheHost() throws Exception {
    Path host = Files.createDirectories(folder.resolve("host"));
    Path fonts = new Fonts().folder(folder);
    Path hebrew = fonts.resolve(CaptionFont.NOTO_SANS_HEBREW.file());
    Files.move(hebrew, host.resolve(hebrew.getFileName()));
    Path configuration =
        Files.writeString(
            folder.resolve("host.conf"),
            "<?xml version=\"1.0\"?><fontconfig><dir>" + host + "</dir></fontconfig>");
    String shalom = "\u05e9\u05dc\u05d5\u05dd";
    Map<String, String> open = Map.of("FONTCONFIG_FILE", configuration.toString());
    assertFalse(drawn(open, shalom).contains("failed to find"), "the host's font is not found");
    assertTrue(drawn(Fonts.environment(fonts), shalom).contains("failed to find"));
  }

  private String drawn(Map<String, String> environment, String word) throws Exception {
    String ass =
        new AssWriter()
            .write(
                List.of(new Cue(0, 1, List.of(new Word(word, 0, 1)))),
                SubtitleStyle.BOLD,
                270,
                480);
    return draw(ass, 270, 480, 0, "verbose", environment).errorTail();
  }

  private String errors(SubtitleStyle style, String word) throws Exception {
    return burn(style, 270, 480, 0, "verbose", word).errorTail();
  }

  private Seen render(SubtitleStyle style, int width, int height, double at, String... words)
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

  private ProcessRunner.Finished burn(
      SubtitleStyle style, int width, int height, double at, String verbosity, String... texts)
      throws Exception {
    double step = 1.0 / texts.length;
    List<Word> words =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> new Word(texts[i], i * step, (i + 1) * step))
            .toList();
    String ass = new AssWriter().write(List.of(new Cue(0, 1, words)), style, width, height);
    return draw(ass, width, height, at, verbosity, Fonts.environment(new Fonts().folder(folder)));
  }

  private ProcessRunner.Finished draw(
      String ass,
      int width,
      int height,
      double at,
      String verbosity,
      Map<String, String> environment)
      throws Exception {
    Files.writeString(folder.resolve("captions.ass"), ass);
    FfmpegTools tools = TestFfmpeg.locate();
    List<String> arguments =
        List.of(
            tools.ffmpeg().toString(),
            "-nostdin",
            "-v",
            verbosity,
            "-y",
            "-f",
            "lavfi",
            "-i",
            "color=c=0x2050FF:s=" + width + "x" + height + ":r=10:d=2,format=rgb24",
            "-vf",
            "trim=start=" + at + ",ass=captions.ass:fontsdir=fonts,format=rgb24",
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "frame.rgb");
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      ProcessRunner.Finished end =
          processes.run(
              Command.of("ffmpeg-test", arguments, folder, Duration.ofSeconds(60))
                  .withEnvironment(environment),
              new StopSignal());
      assertEquals(0, end.exitCode(), end.errorTail());
      return end;
    }
  }
}
