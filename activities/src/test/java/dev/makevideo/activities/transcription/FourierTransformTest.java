package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTransformTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 20_22, 400})
  void givesThePowersOfTheDefinitionForBothSignals(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    double[] one = random.doubles(FourierTransform.SIZE, -1, 1).toArray();
    double[] other = random.doubles(FourierTransform.SIZE, -1, 1).toArray();
    double[][] powers = new double[2][FourierTransform.SIZE / 2 + 1];
    new FourierTransform().powers(one, other, powers);
    for (int k = 0; k <= FourierTransform.SIZE / 2; k++) {
      assertEquals(power(one, k), powers[0][k], 1e-9, "first signal, bin " + k);
      assertEquals(power(other, k), powers[1][k], 1e-9, "second signal, bin " + k);
    }
  }

  private static double power(double[] signal, int k) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < signal.length; i++) {
      double angle = 2 * Math.PI * ((long) k * i % signal.length) / signal.length;
      re += signal[i] * Math.cos(angle);
      im -= signal[i] * Math.sin(angle);
    }
    return re * re + im * im;
  }
}
