package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeardDriftTest {
  @Test
  void captionsThatFollowWhatIsHeardDoNotDrift() {
    assertEquals(0.05, drift(0.05, 0.05, 0.05, 0.05), 1e-9);
    assertEquals(List.of(), HeardDrift.warnings(0.05));
  }

  @Test
  void oneSlipOfTheRecognizerIsNoDrift() {
    assertEquals(0.05, drift(0.05, 0.9, 0.05, 0.05), 1e-9);
    assertEquals(0.05, drift(0.9, 0.05, 0.05, 0.05), 1e-9);
  }

  @Test
  void captionsThatAreOutOfStepForAWhileAre() {
    double drift = drift(0.05, 5, 5, 0.05);
    assertEquals(5, drift, 1e-9);
    assertTrue(HeardDrift.warnings(drift).get(0).contains("5.0 s"));
  }

  @Test
  void wordsThatNobodyHeardSayNothing() {
    List<Word> words = List.of(new Word("one", 0, 1), new Word("two", 9, 10));
    List<Cue> cues =
        List.of(new Cue(0, 1, words.subList(0, 1)), new Cue(9, 10, words.subList(1, 2)));
    assertEquals(0.2, HeardDrift.largest(cues, words, List.of(0.2, -1.0)), 1e-9);
    assertEquals(0, HeardDrift.largest(cues, words, List.of(-1.0, -1.0)), 1e-9);
  }

  /** Cues of one word each, ten seconds apart, heard so much later. */
  private static double drift(double... later) {
    List<Word> words = new ArrayList<>();
    List<Cue> cues = new ArrayList<>();
    List<Double> heard = new ArrayList<>();
    for (int i = 0; i < later.length; i++) {
      Word word = new Word("word" + i, 10 * i, 10 * i + 1);
      words.add(word);
      cues.add(new Cue(10 * i, 10 * i + 2, List.of(word)));
      heard.add(10 * i + later[i]);
    }
    return HeardDrift.largest(cues, words, heard);
  }
}
