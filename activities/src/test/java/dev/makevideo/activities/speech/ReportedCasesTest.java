package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.DrawnCues;
import dev.makevideo.activities.subtitle.Word;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people reported of captions, and more of each kind: narrations and scripts through the whole
 * chain, with what is heard and by the pauses alone. Each narration is heard once at most.
 */
class ReportedCasesTest {
  /** How late or early a phrase may begin, in seconds. */
  private static final double NEAR = 0.3;

  /** The same within a sentence where no word was recognized. */
  private static final double NEAR_IN_SENTENCE = 1;

  private static final String TABLE =
      """
      abbr-us en, abbr-gb en, abbr-de de, abbr-es es, abbr-fr fr, abbr-ru ru,
      cjk-zh zh, cjk-mixed zh, cjk-ja ja, cjk-ko ko, cjk-th th,
      emoji-en en, emoji-de de, emoji-gone en,
      signs-fr fr, signs-fr-bound fr, signs-de de, signs-es es, signs-ru ru,
      rtl-ar ar, rtl-he he, rtl-fa fa, rtl-ur ur,
      markdown-en en, markdown-de de, markdown-es es, markup-ssml en,
      cues-en en, cues-de de,
      intro en, memo3 en
      """;

  /** After which no cue and no line ends: a name or a number comes. */
  private static final String TITLE =
      "(?s)(.*[ (])?(Mr|Mrs|Dr|Prof|Gen|Lt|Col|No|(?<!James )St|J|R|Sr|Dra|Av|av|M|ул|Nr|ca)\\.";

  @TempDir static Path folder;
  private static final Map<String, NarratedVideo> made = new HashMap<>();
  private static HeardFixture heard;

  @BeforeAll
  static void open() throws Exception {
    heard = new HeardFixture(folder);
  }

  @AfterAll
  static void close() {
    heard.close();
  }

  static Stream<String> all() {
    return Arrays.stream(TABLE.strip().split(",\\s*"));
  }

  static Stream<String> rightToLeft() {
    return all().filter(row -> row.startsWith("rtl"));
  }

  private static KnownPhrases known(String row) throws Exception {
    return KnownPhrases.of(folder, row.split(" ")[0], row.split(" ")[1]);
  }

  /** Made with what is heard, or by the pauses alone. */
  private static NarratedVideo made(String row, boolean listen) throws Exception {
    String key = row + listen;
    if (!made.containsKey(key)) {
      made.put(key, heard.make(known(row), row.split(" ")[1], listen));
    }
    return made.get(key);
  }

  /**
   * With what is heard, where that matters: it takes long. Not by the pauses alone over music and
   * noise: they tell little there.
   */
  private static List<Boolean> ways(String row) {
    if (row.matches("(intro|memo3) en")) {
      return List.of(true);
    }
    boolean heard = row.matches("abbr.*|cjk-zh.*|signs-fr.*|rtl-ar.*|cues-en.*|markdown-en.*");
    return heard ? List.of(true, false) : List.of(false);
  }

  private static NarratedVideo made(String row) throws Exception {
    return made(row, ways(row).get(0));
  }

  @ParameterizedTest
  @MethodSource("all")
  void allThatIsSaidIsShownWhenItIsSaid(String row) throws Exception {
    for (boolean listen : ways(row)) {
      KnownPhrases known = known(row);
      NarratedVideo video = made(row, listen);
      String what = row + (listen ? " heard: " : " by its pauses: ");
      List<Word> words = video.transcript().words();
      assertEquals(known.letters(), letters(words), what + video.warnings());
      assertEquals(row.split(" ")[1], video.transcript().language(), what + video.warnings());
      List<ShownCue> file = ShownCue.of(video.srt());
      for (int i = 0; i < known.phrases().size(); i++) {
        KnownPhrases.Phrase phrase = known.phrases().get(i);
        Word word = known.firstWord(words, i);
        boolean sentence = i == 0 || known.phrases().get(i - 1).endsSentence();
        boolean sure = sentence || !video.transcript().heardAt().isEmpty();
        double near = sure ? NEAR : NEAR_IN_SENTENCE;
        assertEquals(phrase.start(), word.start(), near, what + phrase + " " + video.warnings());
        if (sentence) {
          assertBegins(known, i, video.cues(), what);
        }
      }
      assertCovered(known, file, what);
    }
  }

  private static void assertBegins(KnownPhrases known, int phrase, List<Cue> cues, String what) {
    int before = 0;
    for (Cue cue : cues) {
      if (before == known.lettersBefore(phrase)) {
        KnownPhrases.Phrase said = known.phrases().get(phrase);
        assertEquals(said.start(), cue.start(), NEAR, what + said + " " + cue.text());
        return;
      }
      before += letters(cue.words()).length();
    }
    throw new AssertionError(what + known.phrases().get(phrase) + " begins no cue of " + cues);
  }

  /** The captions of the file are there while nine tenths of all are said. */
  private static void assertCovered(KnownPhrases known, List<ShownCue> file, String what) {
    double spoken = 0;
    double shown = 0;
    for (KnownPhrases.Phrase phrase : known.phrases()) {
      spoken += phrase.end() - phrase.start();
      for (ShownCue cue : file) {
        double from = Math.max(phrase.start(), cue.start());
        shown += Math.max(0, Math.min(phrase.end(), cue.end()) - from);
      }
    }
    assertTrue(shown >= 0.9 * spoken, what + shown + " s of " + spoken);
    assertTrue(file.stream().allMatch(cue -> cue.end() - cue.start() <= 7.001), what + file);
  }

  private static String letters(List<Word> words) {
    StringBuilder letters = new StringBuilder();
    words.forEach(word -> letters.append(KnownPhrases.letters(word.text())));
    return letters.toString();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCueAndLineReadsAsItsLanguageIsWritten(String row) throws Exception {
    boolean german = row.endsWith(" de");
    String behind = german ? ".*[(\\[„‚»¿¡–—]" : ".*[«(\\[„¿¡–—]";
    String ahead = german ? "[«“‘)\\]?!:;,.].*" : "[»)\\]?!:;,.。，！」؟،؛].*";
    for (boolean listen : ways(row)) {
      NarratedVideo video = made(row, listen);
      List<String> texts = new ArrayList<>();
      video.cues().forEach(cue -> texts.add(cue.text()));
      for (ShownCue cue : ShownCue.of(video.srt())) {
        texts.addAll(cue.lines());
        assertTrue(cue.lines().size() <= 2, cue.toString());
      }
      for (String text : texts) {
        assertFalse(text.matches(behind), row + ": " + text);
        assertFalse(text.matches(ahead), row + ": " + text);
        assertFalse(text.matches(TITLE), row + ": " + text);
        assertFalse(text.matches(".*([*#`|<>]|--|\\{|\\d:\\d\\d).*"), row + ": " + text);
        assertFalse(text.matches("(?U)[\\W]+"), row + ": only signs: " + text);
        assertTrue(columns(text) <= 42, row + ": " + text);
      }
      String bound = String.join(" ", known(row).phrases().stream().map(p -> p.text()).toList());
      for (String pair : bound.split("[^\\S\\u00a0\\u202f]+")) {
        boolean whole = texts.stream().anyMatch(text -> text.contains(pair));
        assertTrue(whole || !pair.matches(".*[\\u00a0\\u202f].*"), pair + " is not in " + texts);
      }
      assertFalse(video.vtt().replaceAll("-->", "").matches("(?s).*[*#`{<].*"), video.vtt());
    }
  }

  private static int columns(String text) {
    return text.replaceAll("\\p{M}", "")
        .codePoints()
        .map(c -> c > 0x2fff && c < 0x1f000 ? 2 : 1)
        .sum();
  }

  @Test
  void everyLetterIsDrawnInsideThePicture() throws Exception {
    Map<String, List<Cue>> cues = new TreeMap<>();
    for (String row : all().toList()) {
      cues.computeIfAbsent(row.split(" ")[1], language -> new ArrayList<>())
          .addAll(made(row).cues());
    }
    DrawnCues.assertInside(folder, cues);
  }

  @ParameterizedTest
  @MethodSource("rightToLeft")
  void cuesThatBeginWithALatinWordAreReadFromTheRight(String row) throws Exception {
    List<Cue> latin =
        made(row, false).cues().stream()
            .filter(cue -> cue.text().matches("(?s).*[A-Za-z].*") && cue.words().size() > 1)
            .toList();
    assertFalse(latin.isEmpty());
    for (Cue cue : latin) {
      DrawnCues.assertRightToLeft(folder, cue, row.split(" ")[1]);
    }
  }

  @ParameterizedTest
  @CsvSource({"abbr-us en, 3, 5", "cjk-zh zh, 4, 8", "signs-fr fr, 3, 3", "cues-en en, 3, 3"})
  void aFileHasWholePhrases(String row, int least, int most) throws Exception {
    int count = ShownCue.of(made(row).srt()).size();
    assertTrue(count >= least && count <= most, made(row).srt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "emoji-gone en|the captions leave out 3 letters (no font): \ua9b2 \ua9a4 \ud80c\udc00",
        "markdown-en en|left out 1 speaker's name (NARRATOR:)",
        "markdown-en en|left out 2 stage directions ((pause), [upbeat music])",
        "markdown-de de|left out 1 picture",
        "markdown-es es|left out 1 block of code",
        "markup-ssml en|tags (",
        "cues-en en|read as a subtitle file with 3 cues",
        "cues-de de|read as a subtitle file with 3 cues",
        "cues-de de|left out 2 notes of the subtitle file",
      })
  void whatIsLeftOutIsTold(String row, String part) throws Exception {
    List<String> warnings = made(row).warnings();
    assertTrue(warnings.stream().anyMatch(w -> w.contains(part)), warnings::toString);
  }
}
