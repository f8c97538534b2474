package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, captions lie inside the picture, every letter drawn, in reading order. */
class CaptionPictureTest {
  @TempDir Path folder;
  private CaptionFrames frames;

  @BeforeEach
  void open() {
    frames = new CaptionFrames(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ar|YouTube الجديد!",
        "he|Google חדש מאוד!",
        "fa|iPhone تازه است!",
        "ur|Facebook پر آئیں!",
      })
  void readsFromRightToLeftThoughTheFirstWordDoesNot(String language, String text)
      throws Exception {
    frames.speak(language);
    String[] words = text.split(" ");
    double before = 1080;
    for (int i = 0; i < words.length; i++) {
      CaptionFrames.Seen seen =
          frames.render(SubtitleStyle.BOLD, 1080, 1920, (i + 0.5) / words.length, words);
      assertTrue(seen.lastYellow() < before, i + " is not left of the word before: " + seen);
      boolean rightmost = seen.right() - seen.lastYellow() < 25;
      assertEquals(i == 0, rightmost, i + " " + seen);
      boolean leftmost = seen.firstYellow() - seen.left() < 25;
      assertEquals(i == words.length - 1, leftmost, i + " " + seen);
      before = seen.firstYellow() + 10;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Great 🎉 100 ℃",
        "love ❤️ it",
        "one → two ♪♪ ✓ ★",
        "family 👨‍👩‍👧 👍🏽 🇩🇪",
        "สวัสดีครับ วันนี้",
        "ẹ́ ộ x",
        "12 नमस्ते שלום ١٢",
      })
  void findsAFontForEveryLetter(String text) throws Exception {
    for (SubtitleStyle style :
        List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE, SubtitleStyle.PLAIN)) {
      String log = frames.burn(style, 270, 480, 0, "verbose", text.split(" ")).errorTail();
      assertFalse(log.contains("failed to find"), style + " " + log);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WWWWWWWWWWWW MMMMMMMMMMM",
        "https://www.example.com/watch/this?channel=long-name&list=all",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "สวัสดีครับวันนี้อากาศดีมากเราไปเดินเล่น",
        "والمستشفياتوالمستشفياتوالمستشفيات والمدارس",
        "♥ ☎ ✔ ✈ ☀ ☂ ⚽",
        "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
      })
  void staysInsideTheSafeArea(String text) throws Exception {
    for (SubtitleStyle style :
        List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE, SubtitleStyle.PLAIN)) {
      for (int[] size : new int[][] {{540, 960}, {960, 540}, {540, 540}}) {
        CaptionFrames.Seen seen = frames.render(style, size[0], size[1], 0.1, text.split(" "));
        String what = style + " " + size[0] + "x" + size[1] + " " + seen;
        assertTrue(seen.left() >= 40 - 8 && seen.right() <= size[0] - 40 + 8, what);
        assertTrue(seen.top() > 40 && seen.top() < seen.bottom(), what);
        assertTrue(seen.bottom() < size[1] * (size[1] > size[0] ? 0.77 : 0.94), what);
      }
    }
  }
}
