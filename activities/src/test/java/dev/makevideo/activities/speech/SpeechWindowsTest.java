package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpeechWindowsTest {
  @Test
  void cutsSpeechWithoutPausesWhereItMust() {
    List<SpeechSegment> windows = windows(List.of(new SpeechSegment(10, 140)), 150);
    assertEquals(3, windows.size());
    assertEquals(new SpeechSegment(9.8, 69.8), windows.get(0));
    assertEquals(69.8, windows.get(1).start());
    assertEquals(140.2, windows.get(2).end());
  }

  @Test
  void staysWithinTheNarration() {
    assertEquals(
        List.of(new SpeechSegment(0, 20)), windows(List.of(new SpeechSegment(0.1, 20)), 20));
    assertEquals(List.of(), windows(List.of(), 20));
  }

  @Test
  void holdsAllSpeechInWindowsThatDoNotOverlap() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<SpeechSegment> speech = new ArrayList<>();
      double at = random.nextDouble();
      while (at < 550) {
        double end = at + 0.1 + random.nextDouble() * (random.nextInt(9) == 0 ? 90 : 5);
        speech.add(new SpeechSegment(at, Math.min(end, 600)));
        at = end + 0.1 + random.nextDouble();
      }
      List<SpeechSegment> windows = windows(speech, 600);
      for (int i = 0; i < windows.size(); i++) {
        assertTrue(windows.get(i).length() <= SpeechWindows.LONGEST + 1e-9);
        assertTrue(i == 0 || windows.get(i).start() >= windows.get(i - 1).end());
      }
      for (SpeechSegment stretch : speech) {
        double held = windows.stream().mapToDouble(w -> shared(w, stretch)).sum();
        assertEquals(stretch.length(), held, 1e-9);
      }
    }
  }

  private static double shared(SpeechSegment a, SpeechSegment b) {
    return Math.max(0, Math.min(a.end(), b.end()) - Math.max(a.start(), b.start()));
  }

  private static List<SpeechSegment> windows(List<SpeechSegment> speech, double duration) {
    return SpeechWindows.of(
        new SpeechFacts(duration, -20, -28, speech, List.of()), SpeechWindows.LONGEST);
  }
}
