package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpeechThresholdTest {
  private static final int SECONDS = 20;
  private final short[] samples = new short[SECONDS * LoudnessCurve.RATE];

  @Test
  void liesBelowTheLevelOfSpeech() throws IOException {
    fill(0, SECONDS, -20);
    assertEquals(-20 - SpeechThreshold.BELOW_SPEECH, threshold(), 0.1);
  }

  @Test
  void isNotChangedByLongPauses() throws IOException {
    fill(8, 10, -20);
    assertEquals(-20 - SpeechThreshold.BELOW_SPEECH, threshold(), 0.1);
    fill(3, 4, -70);
    assertEquals(-20 - SpeechThreshold.BELOW_SPEECH, threshold(), 0.1);
  }

  @Test
  void followsQuietSpeech() throws IOException {
    fill(8, 10, -45);
    assertEquals(-45 - SpeechThreshold.BELOW_SPEECH, threshold(), 0.2);
  }

  @Test
  void staysAboveNoise() throws IOException {
    fill(0, SECONDS, -38);
    fill(3, 18, -20);
    assertEquals(-27, threshold(), 0.2);
  }

  @Test
  void knowsSilenceAndNothing() throws IOException {
    assertTrue(threshold() <= LoudnessCurve.FLOOR);
    LoudnessCurve empty = new LoudnessCurve();
    empty.read(new ByteArrayInputStream(new byte[0]));
    assertTrue(SpeechThreshold.of(empty) <= LoudnessCurve.FLOOR);
  }

  private double threshold() throws IOException {
    return SpeechThreshold.of(SpeechFixture.curve(samples));
  }

  /** A square wave, whose peak is its level. */
  private void fill(int from, int to, double decibels) {
    int height = (int) Math.round(32_768 * Math.pow(10, decibels / 20));
    for (int i = from * LoudnessCurve.RATE; i < to * LoudnessCurve.RATE; i++) {
      samples[i] = (short) (i / 20 % 2 == 0 ? height : -height);
    }
  }
}
