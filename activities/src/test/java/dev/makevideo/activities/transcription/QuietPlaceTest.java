package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuietPlaceTest {
  private final float[] samples = new float[20 * LogMel.RATE];

  @ParameterizedTest
  @ValueSource(doubles = {7, 10, 13.2})
  void findsAPauseNearThePlace(double pause) {
    Arrays.fill(samples, 0.5f);
    quiet(pause);
    assertEquals(pause, near(10), 0.06);
  }

  @Test
  void doesNotGoFarForAPause() {
    Arrays.fill(samples, 0.5f);
    quiet(3);
    quiet(17);
    assertEquals(10, near(10), 4);
  }

  @Test
  void cutsInTheGivenPlaceWhatIsTooShort() {
    assertEquals(500, QuietPlace.near(new float[1_000], 500));
    assertEquals(0, QuietPlace.near(new float[0], 0));
  }

  private double near(double place) {
    return (double) QuietPlace.near(samples, (int) (place * LogMel.RATE)) / LogMel.RATE;
  }

  private void quiet(double middle) {
    int from = (int) ((middle - 0.1) * LogMel.RATE);
    Arrays.fill(samples, from, from + LogMel.RATE / 5, 0.01f);
  }
}
