package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogMelTest {
  private final LogMel mel = new LogMel();

  /** Slaney's scale has its 81 steps up to 8 kHz at 45.245 mel; 1 kHz is mel 15, 4 kHz 35.16. */
  @ParameterizedTest
  @CsvSource({"440, 11", "1000, 26", "4000, 62"})
  void showsAToneInItsBand(double hertz, int band) {
    float[] picture = mel.of(tone(hertz, LogMel.RATE));
    int best = 0;
    for (int b = 0; b < LogMel.BANDS; b++) {
      best = at(picture, b, 50) > at(picture, best, 50) ? b : best;
    }
    assertEquals(band, best, 1);
    assertTrue(at(picture, best, 50) - at(picture, (best + 40) % LogMel.BANDS, 50) > 0.5);
  }

  @Test
  void showsSilenceAsTheLeastThereIs() {
    for (int samples : new int[] {0, 1, LogMel.RATE, 30 * LogMel.RATE}) {
      float[] silence = new float[LogMel.BANDS * LogMel.FRAMES];
      Arrays.fill(silence, -1.5f);
      assertArrayEquals(silence, mel.of(new float[samples]), 1e-6f);
    }
  }

  @Test
  void fillsUpToThirtySecondsWithSilence() {
    float[] picture = mel.of(tone(1000, LogMel.RATE));
    assertTrue(at(picture, 26, 99) > at(picture, 26, 103) + 1.5);
    assertEquals(at(picture, 26, 2_999), at(picture, 26, 103));
    assertEquals(2, max(picture) - at(picture, 26, 2_999), 1e-5);
  }

  @Test
  void takesThirtySecondsAndLeavesOutWhatIsMore() {
    float[] thirty = mel.of(tone(1000, 30 * LogMel.RATE));
    float[] longer = mel.of(tone(1000, 47 * LogMel.RATE + 77));
    assertEquals(LogMel.BANDS * LogMel.FRAMES, longer.length);
    for (int frame : new int[] {0, 1, 1_500, 2_997}) {
      assertEquals(at(thirty, 26, frame), at(longer, 26, frame), 1e-6, "frame " + frame);
    }
    assertEquals(at(thirty, 26, 1_500), at(longer, 26, 2_999), 1e-3);
  }

  private static float at(float[] picture, int band, int frame) {
    return picture[band * LogMel.FRAMES + frame];
  }

  private static float max(float[] picture) {
    float max = picture[0];
    for (float value : picture) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static float[] tone(double hertz, int samples) {
    float[] tone = new float[samples];
    for (int i = 0; i < samples; i++) {
      tone[i] = (float) (0.5 * Math.sin(2 * Math.PI * hertz * i / LogMel.RATE));
    }
    return tone;
  }
}
