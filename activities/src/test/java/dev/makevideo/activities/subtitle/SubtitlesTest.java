package dev.makevideo.activities.subtitle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.job.SubtitleStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubtitlesTest {
  private static final List<SpeechSegment> ALL = List.of(new SpeechSegment(0, 60));

  @Test
  void groupsTwoToFourWordsAndBreaksAtPunctuation() {
    List<Cue> cues =
        bold(evenly("Rain falls on the distant Andes, sinks deep into the earth. Then it rises."));
    assertEquals(
        List.of(
            "Rain falls on the",
            "distant Andes,",
            "sinks deep into",
            "the earth.",
            "Then it rises."),
        texts(cues));
  }

  @Test
  void breaksAtAPause() {
    List<Word> words =
        List.of(new Word("wait", 0, 0.4), new Word("for", 0.4, 0.6), new Word("it", 1.2, 1.5));
    assertEquals(List.of("wait for", "it"), texts(bold(words)));
  }

  @Test
  void showsACueUntilTheNextUnlessThePauseIsLong() {
    List<Word> words =
        List.of(new Word("one.", 0, 0.5), new Word("two.", 0.8, 1.5), new Word("three.", 4, 4.5));
    List<Cue> cues = bold(words);
    assertEquals(0.8, cues.get(0).end());
    assertEquals(1.8, cues.get(1).end(), 1e-9);
    assertEquals(4.8, cues.get(2).end(), 1e-9);
  }

  @Test
  void snapsACueToTheSpeechAndMeasuresTheDrift() {
    List<Word> words = List.of(new Word("late.", 1.1, 1.5), new Word("far.", 3.5, 4));
    List<SpeechSegment> speech = List.of(new SpeechSegment(1.05, 1.6), new SpeechSegment(3.8, 4.2));
    Subtitles made = Subtitles.make(words, speech, 10, SubtitleStyle.BOLD, "en");
    assertEquals(1.05, made.cues().cues().get(0).start());
    assertEquals(1.05, made.cues().cues().get(0).words().get(0).start());
    assertEquals(3.5, made.cues().cues().get(1).start());
    assertEquals(0.3, made.driftSeconds(), 1e-9);
  }

  @Test
  void keepsPlainPhrasesWithinALine() {
    String text = "a long sentence without any punctuation goes on and on until somebody stops it";
    Subtitles made = Subtitles.make(evenly(text), ALL, 60, SubtitleStyle.PLAIN, "en");
    List<String> texts = texts(made.cues().cues());
    assertTrue(texts.size() >= 2 && texts.stream().allMatch(t -> t.length() <= 42), "" + texts);
  }

  @Test
  void correctedCaptionsSayTheirTextAtTheirTime() {
    List<Word> words = evenly("The first one is wrong. The second is right.");
    Subtitles before = Subtitles.make(words, ALL, 60, SubtitleStyle.PLAIN, "en");
    Subtitles after =
        Subtitles.corrected(
            words,
            ALL,
            60,
            SubtitleStyle.PLAIN,
            "en",
            List.of(Map.of(1, "Now it is  quite correct.", 99, "nowhere")));
    assertEquals(
        before.srt().replace("The first one is wrong.", "Now it is quite correct."), after.srt());
    assertEquals(
        List.of("Now it is quite correct.", "The second is right."), texts(after.cues().cues()));
    assertEquals(before, Subtitles.corrected(words, ALL, 60, SubtitleStyle.PLAIN, "en", List.of()));
    Subtitles nothing =
        Subtitles.corrected(
            words, ALL, 60, SubtitleStyle.PLAIN, "en", List.of(Map.of(1, "\ufeff")));
    assertEquals(before.srt(), nothing.srt());
  }

  /** The second round counts the captions as the first one left them. */
  @Test
  void captionsAreCorrectedRoundAfterRound() {
    List<Word> words = evenly("It is short. The second is right.");
    String longer =
        "This one was short once and is by now so long that it takes more than two lines of a file,"
            + " so that two captions are made of it.";
    Subtitles first =
        Subtitles.corrected(words, ALL, 60, SubtitleStyle.FILES, "en", List.of(Map.of(1, longer)));
    int count = first.srt().split("\n\n").length;
    assertTrue(count > 2, first.srt());
    Subtitles second =
        Subtitles.corrected(
            words,
            ALL,
            60,
            SubtitleStyle.FILES,
            "en",
            List.of(Map.of(1, longer), Map.of(count, "The last is better.")));
    assertEquals(first.srt().replace("The second is right.", "The last is better."), second.srt());
  }

  @Test
  void writesWholePhrasesOfTwoLinesToFiles() {
    String text = "The nearest volcano is more than seven hundred kilometers away, so where from?";
    Subtitles made = Subtitles.make(evenly(text), ALL, 60, SubtitleStyle.BOLD, "en");
    assertEquals(2, made.srt().split("\n\n").length, made.srt());
    for (String line : made.srt().lines().toList()) {
      assertTrue(line.length() <= 42, line);
    }
  }

  @Test
  void escapesMarkupInBothForms() {
    List<Word> words = List.of(new Word("<i>&{\\an8}", 0, 1), new Word("-->\n\nx", 1, 2));
    Subtitles made = Subtitles.make(words, ALL, 60, SubtitleStyle.PLAIN, "en");
    assertEquals(
        "1\n00:00:00,000 --> 00:00:02,800\n<\u2060i>&{\u2060\\an8} --\u2060> x\n\n", made.srt());
    assertEquals(
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.800\n&lt;i&gt;&amp;{\\an8} --&gt; x\n\n", made.vtt());
  }

  @Test
  void leavesOutWordsWithoutAnyLetterToShow() {
    List<Word> words = List.of(new Word("\u0000\u202e ", 0, 1), new Word("x", 1, 2));
    assertEquals(List.of("x"), texts(bold(words)));
    assertEquals(List.of(), bold(List.of()));
  }

  @Test
  void neverOverlapsWhateverTheWords() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Word> words = new ArrayList<>();
      List<SpeechSegment> speech = new ArrayList<>();
      double at = 0;
      for (int i = random.nextInt(80); i >= 0; i--) {
        double end = at + 0.02 + random.nextDouble() * random.nextInt(3);
        String text = "abcdefghijklmnopqrstuvwxyz".repeat(3).substring(random.nextInt(77));
        words.add(new Word(text + List.of("", "", ",", ".").get(random.nextInt(4)), at, end));
        speech.add(new SpeechSegment(at + random.nextDouble() * 0.01, end));
        at = end + (random.nextInt(4) == 0 ? random.nextDouble() * 2 : 0);
      }
      for (SubtitleStyle style : SubtitleStyle.values()) {
        assertSane(
            new CueMaker(CueRules.of(style), "en").make(words, speech, at), words.size(), at);
      }
      assertSane(new CueMaker(CueRules.FILES, "en").make(words, speech, at), words.size(), at);
    }
  }

  private static void assertSane(List<Cue> cues, int words, double duration) {
    assertEquals(words, cues.stream().mapToInt(cue -> cue.words().size()).sum());
    for (int i = 0; i < cues.size(); i++) {
      Cue cue = cues.get(i);
      assertTrue(cue.end() > cue.start(), "empty " + cue);
      assertTrue(cue.end() <= duration + 0.001, "late " + cue);
      assertTrue(i == 0 || cues.get(i - 1).end() <= cue.start(), "overlap at " + cue);
    }
  }

  @Test
  void refusesTimesThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new Word("a", 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Word("a", Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cue(0, 1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Cue(2, 1, List.of(new Word("a", 0, 1))));
    assertThrows(IllegalArgumentException.class, () -> new SpeechSegment(-1, 1));
  }

  private static List<Cue> bold(List<Word> words) {
    return Subtitles.make(words, ALL, 60, SubtitleStyle.BOLD, "en").cues().cues();
  }

  /** Words of a third of a second each. */
  private static List<Word> evenly(String text) {
    List<Word> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      words.add(new Word(word, words.size() / 3.0, (words.size() + 1) / 3.0));
    }
    return words;
  }

  private static List<String> texts(List<Cue> cues) {
    return cues.stream().map(Cue::text).toList();
  }
}
