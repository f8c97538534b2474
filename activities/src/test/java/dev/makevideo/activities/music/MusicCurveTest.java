package dev.makevideo.activities.music;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class MusicCurveTest {
  private static final double UP = Math.pow(10, MusicCurve.LIFT / 20);

  private static SpeechSegment speech(double start, double end) {
    return new SpeechSegment(start, end);
  }

  @Test
  void isDownWhileSomebodySpeaksAndUpInALongPause() {
    MusicCurve curve = new MusicCurve(List.of(speech(1, 4), speech(8, 12)), 20);
    assertEquals(1, curve.factor(1), 1e-9);
    assertEquals(1, curve.factor(2.5), 1e-9);
    assertEquals(1, curve.factor(4), 1e-9);
    assertEquals(UP, curve.factor(6), 1e-9);
    assertEquals(1, curve.factor(8), 1e-9, "before the first word, not after it began");
    assertTrue(curve.factor(7.8) < UP && curve.factor(7.8) > 1);
    assertEquals(UP, curve.factor(15), 1e-9);
  }

  @Test
  void staysDownInAShortPause() {
    MusicCurve curve = new MusicCurve(List.of(speech(1, 4), speech(5.4, 8)), 20);
    for (double at = 1; at < 8; at += 0.05) {
      assertEquals(1, curve.factor(at), 1e-9, "at " + at);
    }
  }

  @Test
  void isFadedInAndOut() {
    MusicCurve curve = new MusicCurve(List.of(speech(0, 20)), 20);
    assertEquals(0, curve.factor(0), 1e-9);
    assertEquals(0.5, curve.factor(0.25), 1e-9);
    assertEquals(1, curve.factor(0.5), 1e-9);
    assertEquals(1, curve.factor(18), 1e-9);
    assertEquals(0.5, curve.factor(19), 1e-9);
    assertEquals(0, curve.factor(20), 1e-9);
    assertEquals(0, curve.factor(20.5), 1e-9);
  }

  @Test
  void isFadedForLessTimeInAShortVideo() {
    MusicCurve curve = new MusicCurve(List.of(speech(0, 2)), 2);
    assertEquals(1, curve.factor(0.25), 1e-9);
    assertEquals(1, curve.factor(1.5), 1e-9);
    assertEquals(0.5, curve.factor(1.75), 1e-9);
  }

  @Test
  void neverJumps() {
    MusicCurve curve = new MusicCurve(List.of(speech(1, 4), speech(5.5, 7), speech(9, 12)), 15);
    for (double at = 0; at < 15; at += 0.01) {
      double step = Math.abs(curve.factor(at + 0.01) - curve.factor(at));
      assertTrue(step < 0.07, step + " at " + at);
    }
  }
}
