package dev.makevideo.activities.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.script.ScriptCheck.Stretch;
import dev.makevideo.activities.script.ScriptCheck.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptCheckTest {
  /** Pauses of all lengths, from a seed. */
  private static List<Stretch> speech(int count, long seed) {
    Random random = new Random(seed);
    List<Stretch> speech = new ArrayList<>();
    double at = 0.4;
    for (int i = 0; i < count; i++) {
      double end = at + 1 + 3 * random.nextDouble();
      speech.add(new Stretch(at, end));
      at = end + 0.25 + 0.9 * random.nextDouble();
    }
    return speech;
  }

  /** A cue for each stretch, as far off as an editor may be, and one more within long ones. */
  private static List<ScriptCue> cues(List<Stretch> speech, double offset, long seed) {
    Random random = new Random(seed);
    List<ScriptCue> cues = new ArrayList<>();
    for (Stretch stretch : speech) {
      double start = Math.max(0, stretch.start() + 0.25 * (random.nextDouble() - 0.6) + offset);
      double end = Math.max(start, stretch.end() + offset);
      double middle = (start + end) / 2;
      boolean two = stretch.end() - stretch.start() > 3;
      int word = cues.size() * 3;
      cues.add(new ScriptCue(start, two ? middle : end, word, word + 3));
      if (two) {
        cues.add(new ScriptCue(middle, end, word + 3, word + 6));
      }
    }
    return cues;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 80})
  void timesOfThisNarrationHoldAsTheyAre(int count) {
    for (long seed = 1; seed < 20; seed++) {
      List<Stretch> speech = speech(count, seed);
      List<ScriptCue> cues = cues(speech, 0, seed);
      assertEquals(new Verdict(cues, 0, List.of()), ScriptCheck.check(cues, speech), "" + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.3, 7.7, 61.2, -0.9, -3.1})
  void oneOffsetForAllIsFoundAndTakenAway(double offset) {
    for (long seed = 1; seed < 20; seed++) {
      List<Stretch> speech = new ArrayList<>();
      speech(30, seed).forEach(s -> speech.add(new Stretch(s.start() + 5, s.end() + 5)));
      Verdict verdict = ScriptCheck.check(cues(speech, offset, seed), speech);
      assertEquals(-offset, verdict.offset(), 0.15, "seed " + seed);
      assertEquals(speech.get(9).start(), nearest(verdict.cues(), speech.get(9).start()), 0.4);
      String said = String.join("", verdict.warnings());
      assertTrue(said.contains(offset > 0 ? "s too late" : "s too early"), said);
    }
  }

  private static double nearest(List<ScriptCue> cues, double time) {
    double best = -99;
    for (ScriptCue cue : cues) {
      best = Math.abs(cue.start() - time) < Math.abs(best - time) ? cue.start() : best;
    }
    return best;
  }

  @Test
  void timesOfAnotherNarrationAreDroppedWithAWarning() {
    int kept = 0;
    for (long seed = 1; seed <= 100; seed++) {
      List<ScriptCue> others = cues(speech(40, seed + 1_000), 0, seed);
      Verdict verdict = ScriptCheck.check(others, speech(40, seed));
      kept += verdict.cues().isEmpty() ? 0 : 1;
      if (verdict.cues().isEmpty()) {
        String said = String.join("", verdict.warnings());
        assertTrue(said.matches("script: .* do not fit .* \\(\\d+ of \\d+ cues .*not used"), said);
      }
    }
    assertEquals(0, kept, "of 100");
  }

  @Test
  void timesWithoutSpeechOrThatGoBackDoNotHold() {
    List<Stretch> speech = speech(5, 3);
    List<ScriptCue> cues = new ArrayList<>(cues(speech, 0, 3));
    assertEquals(List.of(), ScriptCheck.check(cues, List.of()).cues());
    ScriptCue first = cues.remove(0);
    cues.add(first);
    Verdict verdict = ScriptCheck.check(cues, speech);
    assertEquals(List.of(), verdict.cues());
    assertTrue(verdict.warnings().get(0).contains("(they go back in time)"));
  }

  @Test
  void aScriptWithoutCuesHasNothingToCheck() {
    assertEquals(new Verdict(List.of(), 0, List.of()), ScriptCheck.check(List.of(), speech(3, 1)));
  }

  @Test
  void checksTheLargestScriptsInTime() {
    List<Stretch> speech = speech(600, 5);
    List<ScriptCue> cues = cues(speech(5_000, 6), 0, 5);
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ScriptCheck.check(cues, speech));
  }
}
