package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.SubtitleStyle;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws cues, each in a frame of its own, and looks where their pixels are. */
public final class DrawnCues {
  private final Path folder;
  private final SubtitleStyle style;
  private final int width;
  private final int height;
  private final FontSet fonts;
  private final StringBuilder ass = new StringBuilder();
  private final List<Expected> expected = new ArrayList<>();

  private record Expected(String text, boolean drawn) {}

  DrawnCues(Path folder, SubtitleStyle style, int width, int height, FontSet fonts) {
    this.folder = folder;
    this.style = style;
    this.width = width;
    this.height = height;
    this.fonts = fonts;
  }

  /**
   * Requires that all cues lie in the safe area, with a font for every letter.
   *
   * @param cues by their language, a BCP 47 tag
   */
  public static void assertInside(Path folder, Map<String, List<Cue>> cues) throws Exception {
    DrawnCues shipped = new DrawnCues(folder, SubtitleStyle.BOLD, 270, 480, FontSet.SHIPPED);
    for (Map.Entry<String, List<Cue>> entry : cues.entrySet()) {
      String language = entry.getKey();
      String text = entry.getValue().stream().map(Cue::text).collect(Collectors.joining(" "));
      FontSet fonts = TestCjk.fonts().forText(text, language, new StopSignal());
      boolean usual = fonts.fetched().isEmpty();
      DrawnCues drawn =
          usual ? shipped : new DrawnCues(folder, SubtitleStyle.BOLD, 270, 480, fonts);
      entry.getValue().forEach(cue -> drawn.add(cue, language));
      if (!usual) {
        drawn.assertInside();
      }
    }
    shipped.assertInside();
  }

  /**
   * Requires that, in a cue that is read from right to left, the spoken word is left of the one
   * before it, and the first one at the right edge.
   */
  public static void assertRightToLeft(Path folder, Cue cue, String language) throws Exception {
    CaptionFrames frames = new CaptionFrames(folder);
    frames.speak(language);
    String[] words = cue.words().stream().map(Word::text).toArray(String[]::new);
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < words.length; i++) {
      double now = (i + 0.5) / words.length;
      CaptionFrames.Seen seen = frames.render(SubtitleStyle.BOLD, 1080, 1920, now, words);
      assertTrue(seen.lastYellow() < before, cue.text() + " " + i + " " + seen);
      assertEquals(i == 0, seen.right() - seen.lastYellow() < 25, cue.text() + " " + i + seen);
      before = seen.firstYellow() + 10;
    }
  }

  void add(Cue cue, String language) {
    int second = expected.size();
    List<Word> words =
        cue.words().stream()
            .map(word -> new Word(word.text(), second, second + 1, word.attached()))
            .toList();
    Cue slot = new Cue(second, second + 1, words);
    String file = new AssWriter(fonts).write(List.of(slot), style, language, width, height);
    ass.append(ass.isEmpty() ? file : file.substring(file.indexOf("Effect, Text\n") + 13));
    boolean drawn = !letters(cue.text(), Set.copyOf(fonts.missing(cue.text()))).isEmpty();
    expected.add(new Expected(cue.text(), drawn));
  }

  void assertInside() throws Exception {
    CaptionFrames frames = new CaptionFrames(folder);
    frames.use(fonts);
    String said = frames.seconds(ass.toString(), width, height, expected.size());
    assertFalse(said.contains("failed to find"), said);
    try (InputStream in = Files.newInputStream(folder.resolve("frame.rgb"))) {
      for (Expected cue : expected) {
        assertInside(in.readNBytes(width * height), cue);
      }
    }
  }

  private void assertInside(byte[] grey, Expected cue) {
    String what = style + " " + width + "x" + height + " " + cue.text();
    int side = 80 * Math.min(width, height) / 1080;
    int bottom = (int) (height * (height > 1.6 * width ? 0.77 : height > width ? 0.86 : 0.93));
    int drawn = 0;
    for (int i = 0; i < grey.length; i++) {
      int x = i % width;
      if (Math.abs((grey[i] & 0xff) - 128) > 40) {
        drawn++;
        assertTrue(x >= side - 8 && x < width - side + 8, what + " at x " + x);
        assertTrue(i / width > side && i / width < bottom, what + " at y " + i / width);
      }
    }
    assertEquals(cue.drawn(), drawn > 20, what + ": " + drawn + " pixels");
  }

  /** What of a text is seen, without some letters. */
  static String letters(String text, Set<String> without) {
    return text.codePoints()
        .filter(c -> !Character.isSpaceChar(c) && !CaptionFont.isUnseen(c))
        .mapToObj(Character::toString)
        .filter(letter -> !without.contains(letter))
        .collect(Collectors.joining());
  }
}
