package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Burns captions in and looks at the pixels. */
class CaptionRenderTest {
  @TempDir Path folder;
  private CaptionFrames frames;

  @BeforeEach
  void open() {
    frames = new CaptionFrames(folder);
  }

  @Test
  void drawsInsideTheMarginsInTheLowerPart() throws Exception {
    for (SubtitleStyle style :
        List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE, SubtitleStyle.PLAIN)) {
      for (int[] size : new int[][] {{1080, 1920}, {1920, 1080}, {540, 960}}) {
        CaptionFrames.Seen seen =
            frames.render(style, size[0], size[1], 0.5, "WIDE", "octopus", "arms", "think");
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
    CaptionFrames.Seen first = frames.render(SubtitleStyle.BOLD, 1080, 1920, 0.1, "left", "right");
    CaptionFrames.Seen last = frames.render(SubtitleStyle.BOLD, 1080, 1920, 0.9, "left", "right");
    assertEquals(first.left(), last.left(), 2);
    assertTrue(first.firstYellow() < 540 && first.lastYellow() < 560, first.toString());
    assertTrue(last.firstYellow() > 500 && last.lastYellow() > 560, last.toString());
    CaptionFrames.Seen plain = frames.render(SubtitleStyle.PLAIN, 1080, 1920, 0.1, "left", "right");
    assertEquals(Integer.MAX_VALUE, plain.firstYellow(), plain.toString());
  }

  @Test
  void fitsAWordThatIsTooLongForALine() throws Exception {
    CaptionFrames.Seen seen =
        frames.render(SubtitleStyle.BOLD, 1080, 1920, 0.5, "Donaudampfschifffahrtsgesellschaft");
    assertTrue(seen.left() >= 60 && seen.right() <= 1020, seen.toString());
  }

  @Test
  void drawsCodesAsTheTextThatTheyAre() throws Exception {
    CaptionFrames.Seen plain = frames.render(SubtitleStyle.PLAIN, 1080, 1920, 0.5, "Mop");
    for (String code :
        List.of(
            "{\\an8}", "{\\fs200}", "{\\fad(9,9)}", "{\\p1}", "\\N", "\\h", "{\\move(0,0,9,9)}")) {
      CaptionFrames.Seen seen = frames.render(SubtitleStyle.PLAIN, 1080, 1920, 0.5, code + "Mop");
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
  }

  @Test
  void drawsChineseJapaneseAndKoreanInTheFaceOfTheLanguage() throws Exception {
    for (String[] text :
        new String[][] {
          {"zh", "sc", "\u4eca\u5929\u5929\u6c14\u5f88\u597d\uff0c"},
          {"zh-TW", "tc", "\u4eca\u5929\u5929\u6c23\u5f88\u597d\u3002"},
          {"ja", "jp", "\u4eca\u65e5\u306f\u30c6\u30b9\u30c8\u3002"},
          {"ko", "kr", "\ud55c\uad6d\uc5b4"}
        }) {
      frames.speak(text[0]);
      frames.use(TestCjk.fonts().forText(text[2], text[0], new StopSignal()));
      String said = frames.burn(SubtitleStyle.BOLD, 540, 960, 0, "verbose", text[2]).errorTail();
      assertFalse(said.contains("failed to find"), said);
      assertTrue(said.contains("NotoSansCJK" + text[1]), said);
      CaptionFrames.Seen seen = frames.render(SubtitleStyle.BOLD, 540, 960, 0, text[2]);
      int letter = 33; // of 48 script pixels, which are ascent and descent
      int width = letter * text[2].length();
      assertEquals(width, seen.right() - seen.left(), 1.5 * letter, text[0] + seen);
    }
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

  /** Where fontconfig looks by itself: in a user's home. */
  @ParameterizedTest
  @ValueSource(strings = {".fonts", ".local/share/fonts", "data/fonts"})
  void drawsTheSamePixelsWhateverFontsTheUserHas(String place) throws Exception {
    Path fonts = new Fonts().folder(folder);
    Path home = Files.createDirectories(folder.resolve("home"));
    Path mine = Files.createDirectories(home.resolve(place));
    for (CaptionFont font : List.of(CaptionFont.NOTO_SANS_HEBREW, CaptionFont.NOTO_SANS_THAI)) {
      Files.move(fonts.resolve(font.file()), mine.resolve(font.file()));
    }
    Map<String, String> rich = new HashMap<>(Fonts.environment(fonts));
    rich.put("HOME", home.toString());
    rich.put("XDG_DATA_HOME", home.resolve("data").toString());
    Map<String, String> poor = new HashMap<>(rich);
    poor.put("HOME", folder.resolve("nobody").toString());
    poor.put("XDG_DATA_HOME", folder.resolve("nobody").toString());
    String word = "one \u05e9\u05dc\u05d5\u05dd \u0e14\u0e35 \ud83c\udf89 \u2103";
    assertTrue(drawn(rich, word).contains("failed to find"));
    byte[] withFonts = Files.readAllBytes(folder.resolve("frame.rgb"));
    drawn(poor, word);
    assertArrayEquals(Files.readAllBytes(folder.resolve("frame.rgb")), withFonts);
  }

  private String drawn(Map<String, String> environment, String word) throws Exception {
    String ass =
        new AssWriter()
            .write(
                List.of(new Cue(0, 1, List.of(new Word(word, 0, 1)))),
                SubtitleStyle.BOLD,
                "en",
                270,
                480);
    return frames.draw(ass, 270, 480, 0, "verbose", environment).errorTail();
  }

  private String errors(SubtitleStyle style, String word) throws Exception {
    return frames.burn(style, 270, 480, 0, "verbose", word).errorTail();
  }
}
