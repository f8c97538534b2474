package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.ScriptText;
import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScriptAlignerTest {
  private static final List<ScriptWord> TWO_PHRASES =
      ScriptText.words("one two three, four five.", "en");

  @Test
  void putsAPauseWhereThePunctuationIs() {
    List<SpeechSegment> speech = List.of(new SpeechSegment(0.5, 1.7), new SpeechSegment(2.2, 3.2));
    List<Word> words = ScriptAligner.align(TWO_PHRASES, speech, 4);
    assertEquals(0.5, words.get(0).start());
    assertEquals(1.7, words.get(2).end());
    assertEquals(2.2, words.get(3).start());
    assertEquals(3.2, words.get(4).end());
  }

  @Test
  void takesAPauseInsideAPhraseForWhatItIs() {
    List<SpeechSegment> speech =
        List.of(new SpeechSegment(0, 0.5), new SpeechSegment(0.62, 1.3), new SpeechSegment(2, 2.9));
    List<Word> words = ScriptAligner.align(TWO_PHRASES, speech, 3);
    assertEquals(2, words.get(3).start());
  }

  @Test
  void spreadsWordsEvenlyWhereThereIsNoPause() {
    List<Word> words = ScriptAligner.align(TWO_PHRASES, List.of(new SpeechSegment(1, 3)), 4);
    assertEquals(1, words.get(0).start());
    assertEquals(3, words.get(4).end());
    assertEquals(words.get(0).end(), words.get(1).start());
  }

  @Test
  void worksOnSilence() {
    List<Word> words = ScriptAligner.align(TWO_PHRASES, List.of(), 4);
    assertEquals(0, words.get(0).start());
    assertEquals(4, words.get(4).end());
  }

  @Test
  void worksWithMorePausesThanWords() {
    List<SpeechSegment> speech = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      speech.add(new SpeechSegment(i * 0.5, i * 0.5 + 0.3));
    }
    assertOrderly(ScriptAligner.align(ScriptText.words("Hello. World.", "en"), speech, 50), 2, 50);
  }

  @Test
  void worksForTheLargestScriptInTime() {
    List<SpeechSegment> speech = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      speech.add(new SpeechSegment(i * 0.66, i * 0.66 + 0.5));
    }
    for (int count : new int[] {3_500, 20_000}) {
      List<ScriptWord> words = ScriptText.words("word another, ".repeat(count / 2), "en");
      List<Word> aligned =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> ScriptAligner.align(words, speech, 600));
      assertOrderly(aligned, count, 600);
    }
  }

  @Test
  void givesOrderlyTimesForAnything() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<SpeechSegment> speech = new ArrayList<>();
      double at = random.nextDouble();
      for (int i = random.nextInt(30); i >= 0; i--) {
        double end = at + 0.03 + random.nextDouble() * random.nextInt(8);
        speech.add(new SpeechSegment(at, end));
        at = end + 0.1 + random.nextDouble();
      }
      StringBuilder script = new StringBuilder();
      int count = 1 + random.nextInt((int) Math.min(200, at / ScriptAligner.SHORTEST_WORD));
      for (int i = 0; i < count; i++) {
        script.append("abcdefghijklmnopqrst".substring(random.nextInt(19)));
        script.append(List.of(" ", " ", " ", ", ", ". ", "\n\n").get(random.nextInt(6)));
      }
      assertOrderly(
          ScriptAligner.align(ScriptText.words(script.toString(), "en"), speech, at), count, at);
    }
  }

  static void assertOrderly(List<Word> words, int count, double duration) {
    assertEquals(count, words.size());
    double last = -1;
    for (Word word : words) {
      assertTrue(word.start() > last, "order at " + word);
      assertTrue(word.end() <= duration + 0.001, "end of " + word + " after " + duration);
      last = word.start();
    }
    for (int i = 1; i < words.size(); i++) {
      assertTrue(words.get(i - 1).end() <= words.get(i).start(), "overlap at " + words.get(i));
    }
  }
}
