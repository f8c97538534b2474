package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of texts of many kinds, in every style and picture. All are drawn in one style here, and
 * in every style and picture by {@code checks/captions/run}.
 */
class CaptionTableTest {
  private static final List<SubtitleStyle> STYLES =
      List.of(SubtitleStyle.BOLD, SubtitleStyle.HEADLINE, SubtitleStyle.PLAIN);

  @TempDir Path folder;

  private record Text(String language, String text) {
    List<Cue> cues(SubtitleStyle style) {
      List<Word> words = new ArrayList<>();
      for (String word : text.split(" ")) {
        words.add(new Word(word, words.size() / 2.0, (words.size() + 1) / 2.0));
      }
      List<SpeechSegment> speech = List.of(new SpeechSegment(0, 60));
      return Subtitles.make(words, speech, 60, style, language).cues().cues();
    }
  }

  @Test
  void holdsSixtyTextsOfManyKinds() throws Exception {
    assertTrue(table().size() >= 60, "" + table().size());
  }

  @Test
  void showsEveryCueLongEnoughOrUntilTheNext() throws Exception {
    for (Text text : table()) {
      for (SubtitleStyle style : STYLES) {
        List<Cue> cues = text.cues(style);
        for (int i = 0; i < cues.size(); i++) {
          Cue cue = cues.get(i);
          boolean fills = i + 1 < cues.size() && cues.get(i + 1).start() <= cue.end() + 0.001;
          double seconds = cue.end() - cue.start();
          double read = Math.min(7, Math.max(0.8, Columns.of(cue.text()) / 20.0));
          assertTrue(seconds <= 7.001 && (fills || seconds >= read - 0.001), cue.toString());
        }
      }
    }
  }

  @Test
  void laysOutEveryLetterThatAFontHasInTwoLinesOfLegibleSize() throws Exception {
    for (Text text : table()) {
      for (SubtitleStyle style : STYLES) {
        for (int available : new int[] {920, 1760}) {
          for (Cue cue : text.cues(style)) {
            assertLaidOut(cue, CaptionLook.of(style), available, text.language());
          }
        }
      }
    }
  }

  private static void assertLaidOut(Cue cue, CaptionLook look, int available, String language) {
    StringBuilder shown = new StringBuilder();
    for (CaptionLayout.Page page :
        new CaptionLayout(FontSet.SHIPPED, look, available, language).pages(cue)) {
      assertTrue(page.lines().size() <= 2, cue.text());
      assertTrue(page.size() >= look.size() * 0.6 - 1, cue.text());
      for (List<TextLines.Piece> line : page.lines()) {
        String text = line.stream().map(TextLines.Piece::text).collect(Collectors.joining());
        shown.append(text);
        double width = new FontRuns(FontSet.SHIPPED).width(text, look.font()) * page.size();
        assertTrue(width <= available + 1, cue.text() + ": " + width);
      }
    }
    Set<String> missing = Set.copyOf(new Fonts().missing(cue.text()));
    assertEquals(
        DrawnCues.letters(cue.text(), missing), DrawnCues.letters(shown.toString(), missing));
  }

  @Test
  void writesSymbolsAndEmojiWithTheFontsThatHaveThem() {
    for (String shown :
        List.of(
            "Great news \ud83c\udf89 we hit 100 \u2103! for you \u2764\ufe0f.",
            "one \u2192 two: wow \u266a\u266a \u2605",
            "\u2713 done \ud83d\udc4d\ud83c\udffd \ud83c\udde9\ud83c\uddea")) {
      for (SubtitleStyle style : STYLES) {
        List<Cue> cues = new Text("en", shown).cues(style);
        String ass = new AssWriter().write(cues, style, "en", 1080, 1920);
        assertEquals(List.of(), new Fonts().missing(shown));
        String seen = DrawnCues.letters(shown.replaceAll("[^\\x{2000}-\\x{1ffff}]", ""), Set.of());
        assertTrue(seen.codePoints().allMatch(c -> ass.indexOf(c) > 0), style + ": " + ass);
        assertTrue(ass.contains("{\\fnNoto "), style + ": " + ass);
      }
    }
  }

  @Test
  void drawsEveryTextInsideTheSafeArea() throws Exception {
    if (Boolean.getBoolean("captions.all")) {
      for (SubtitleStyle style : STYLES) {
        for (int[] size : new int[][] {{540, 960}, {960, 540}, {540, 540}, {432, 540}}) {
          assertDrawn(style, size[0], size[1]);
        }
      }
    } else {
      assertDrawn(SubtitleStyle.BOLD, 270, 480);
    }
  }

  private void assertDrawn(SubtitleStyle style, int width, int height) throws Exception {
    DrawnCues drawn = new DrawnCues(folder, style, width, height, FontSet.SHIPPED);
    for (Text text : table()) {
      text.cues(style).forEach(cue -> drawn.add(cue, text.language()));
    }
    drawn.assertInside();
  }

  private static List<Text> table() throws Exception {
    try (InputStream in = CaptionTableTest.class.getResourceAsStream("texts.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Text(line.split("\\|", 2)[0], line.split("\\|", 2)[1]))
          .toList();
    }
  }
}
