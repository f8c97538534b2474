package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordFusionTest {
  private static final double NOT_HEARD = Double.NaN;
  private static final List<SpeechSegment> SPEECH = List.of(new SpeechSegment(1, 7));
  private final List<Word> words = new ArrayList<>();

  WordFusionTest() {
    for (int i = 0; i < 5; i++) {
      words.add(new Word("word" + i, 1 + i, 1.8 + i, i == 3));
    }
  }

  @Test
  void keepsThePausesWhereNothingWasHeard() {
    double[] starts = starts(NOT_HEARD, NOT_HEARD, NOT_HEARD, NOT_HEARD, 9);
    assertClose(new double[] {1, 2, 3, 4, 5}, starts);
  }

  @Test
  void keepsWhatBothAgreeOn() {
    assertClose(new double[] {1, 2, 3, 4, 5}, starts(1, 2, 3, 4, 5));
  }

  @Test
  void believesTheModelWhereThePausesAreFarOff() {
    assertClose(new double[] {3, 4, 5, 6, 7}, starts(3, 4, 5, 6, 7));
  }

  @Test
  void meetsBetweenBothWhereTheyAreNear() {
    double[] starts = starts(1, 2.1, 3.1, 4.1, 5.1);
    assertTrue(starts[2] > 3 && starts[2] < 3.1, Arrays.toString(starts));
  }

  @Test
  void beginsWithTheSoundAfterAPause() {
    assertEquals(1, starts(1.1, 2.1, 3.1, 4.1, 5.1)[0], 1e-9);
  }

  @Test
  void isNotMovedByOneWordHeardInAnotherPlace() {
    assertClose(new double[] {1, 2, 3, 4, 5}, starts(1, 2, 8, 4, 5));
  }

  @Test
  void isNotMovedByAWordHeardInAnotherPlaceBesideOneThatWasNotHeard() {
    assertClose(new double[] {1, 2, 3, 4, 5}, starts(1, NOT_HEARD, 5.9, 4, 5));
  }

  @Test
  void believesNoWordThatWasHeardWhereNothingIsSaid() {
    assertClose(new double[] {1, 2, 3, 4, 5}, starts(1, 9, 9.2, 9.4, 5));
    assertClose(new double[] {1, 2, 3, 4, 5}, starts(1, NOT_HEARD, 8, NOT_HEARD, 5));
  }

  @Test
  void fillsWhatWasNotHeardBetween() {
    assertClose(new double[] {3, 4, 5, 6, 7}, starts(3, NOT_HEARD, 5, NOT_HEARD, 7));
  }

  @Test
  void keepsTextAndOrderWithinTheNarration() {
    List<Word> fused = fused(0, 0, 0.1, 90, 95);
    for (int i = 0; i < fused.size(); i++) {
      assertEquals(words.get(i).text(), fused.get(i).text());
      assertEquals(words.get(i).attached(), fused.get(i).attached());
      assertTrue(i == 0 || fused.get(i).start() >= fused.get(i - 1).start(), fused.toString());
      assertTrue(fused.get(i).end() <= 10, fused.toString());
    }
  }

  private static void assertClose(double[] expected, double[] starts) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], starts[i], 0.02, Arrays.toString(starts));
    }
  }

  private double[] starts(double... heard) {
    return fused(heard).stream().mapToDouble(Word::start).toArray();
  }

  private List<Word> fused(double... heard) {
    return WordFusion.of(words, heard, SPEECH, 10);
  }
}
