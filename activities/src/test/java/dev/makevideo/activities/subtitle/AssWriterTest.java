package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssWriterTest {
  private static final String YELLOW = "{\\c&H0AD6FF&}";
  private static final String WHITE = "{\\c&HFFFFFF&}";

  private final AssWriter writer = new AssWriter();

  @Test
  void highlightsEachWordWhileItIsSpoken() {
    Cue cue = cue(3661.5, 3662.5, "two", "words");
    assertEquals(
        List.of(
            "Dialogue: 0,1:01:01.50,1:01:02.00,Default,,0,0,0,,"
                + YELLOW
                + "two"
                + WHITE
                + " words",
            "Dialogue: 0,1:01:02.00,1:01:02.50,Default,,0,0,0,,two " + YELLOW + "words" + WHITE),
        events(SubtitleStyle.BOLD, cue));
  }

  @Test
  void showsPlainPhrasesAsOneEvent() {
    assertEquals(
        List.of("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,two words"),
        events(SubtitleStyle.PLAIN, cue(1, 2, "two", "words")));
  }

  @Test
  void escapesOverridesAndLineBreaks() {
    assertEquals(
        List.of(
            "Dialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,"
                + "\\{\\\u2060an8\\} a,b\\\u2060N c d"),
        events(SubtitleStyle.PLAIN, cue(0, 1, "{\\an8}", "a,b\\N", "c\r\nd\u0000\u202e")));
  }

  @Test
  void namesTheFontOfEveryScript() {
    assertEquals(
        List.of(
            "Dialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,"
                + "Hello, {\\fnNoto Sans Arabic}\u0645\u0631\u062d\u0628\u0627 "
                + "{\\fnNoto Sans Hebrew}\u05e9\u05dc\u05d5\u05dd 12 "
                + "{\\fnNoto Sans SemiBold}\u0928\u092e\u0938\u094d\u0924\u0947 "
                + "\u03b1\u0436"),
        events(
            SubtitleStyle.PLAIN,
            cue(
                0,
                1,
                "Hello,",
                "\u0645\u0631\u062d\u0628\u0627",
                "\u05e9\u05dc\u05d5\u05dd",
                "12",
                "\u0928\u092e\u0938\u094d\u0924\u0947",
                "\u03b1\u0436\u7ae0")));
  }

  @Test
  void usesMontserratForCyrillicWhereAntonHasNone() {
    String event =
        events(SubtitleStyle.HEADLINE, cue(0, 1, "\u0441\u043b\u043e\u0432\u043e")).get(0);
    assertTrue(event.contains("{\\fnMontserrat ExtraBold}\u0441"), event);
  }

  @Test
  void makesACueSmallerForALongWordAndBreaksALongerOneIntoLines() {
    String smaller = events(SubtitleStyle.BOLD, cue(0, 1, "Rindfleischetikettierungsgeset")).get(0);
    assertTrue(smaller.matches(".*\\{\\\\fs(67|76|86)}.*") && !smaller.contains("\\N"), smaller);
    String broken = events(SubtitleStyle.BOLD, cue(0, 1, "b".repeat(34))).get(0);
    assertTrue(broken.contains("\\N") && !broken.matches(".*fs[1-4]\\d.*"), broken);
    assertFalse(events(SubtitleStyle.BOLD, cue(0, 1, "extraordinarily")).get(0).contains("\\fs"));
  }

  @Test
  void showsPageByPageWhatTwoLinesDoNotHold() {
    List<String> events = events(SubtitleStyle.PLAIN, cue(0, 4, "b".repeat(300)));
    assertTrue(events.size() >= 3, "" + events);
    assertEquals(300, events.stream().mapToInt(e -> e.replaceAll("[^b]", "").length()).sum());
    assertTrue(events.stream().allMatch(e -> e.contains("{\\fs38}")), "" + events);
  }

  @Test
  void leavesOutWhatNoFontHas() {
    assertTrue(events(SubtitleStyle.PLAIN, cue(0, 1, "a\u7ae0b")).get(0).endsWith(",,ab"));
    assertEquals(List.of(), events(SubtitleStyle.PLAIN, cue(0, 1, "\u7ae0")));
  }

  @Test
  void measuresInPixelsOfAPictureWhoseShorterSideHas1080() {
    assertHeader(1080, 1920, 1080, 1920, 480);
    assertHeader(540, 960, 1080, 1920, 480);
    assertHeader(1920, 1080, 1920, 1080, 108);
    assertHeader(1080, 1080, 1080, 1080, 108);
    assertHeader(540, 674, 1080, 1348, 216);
  }

  @Test
  void leavesOutWhatLastsLessThanAHundredth() {
    assertEquals(List.of(), events(SubtitleStyle.PLAIN, cue(1, 1.001, "gone")));
  }

  @Test
  void hasNoLookForNone() {
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.write(List.of(), SubtitleStyle.NONE, "en", 1080, 1920));
  }

  private void assertHeader(int width, int height, int x, int y, int margin) {
    String file = writer.write(List.of(), SubtitleStyle.HEADLINE, "en", width, height);
    assertTrue(file.contains("PlayResX: " + x + "\nPlayResY: " + y + "\n"), file);
    assertTrue(file.contains("Style: Default,Anton,120,"), file);
    assertTrue(file.contains(",7,3,2,80,80," + margin + ",-1\n"), file);
  }

  private List<String> events(SubtitleStyle style, Cue cue) {
    return writer
        .write(List.of(cue), style, "en", 1080, 1920)
        .lines()
        .filter(line -> line.startsWith("Dialogue:"))
        .toList();
  }

  private static Cue cue(double start, double end, String... texts) {
    double step = (end - start) / texts.length;
    List<Word> words =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> new Word(texts[i], start + i * step, start + (i + 1) * step))
            .toList();
    return new Cue(start, end, words);
  }
}
