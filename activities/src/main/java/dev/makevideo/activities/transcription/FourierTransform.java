package dev.makevideo.activities.transcription;

/**
 * The discrete Fourier transform of 400 samples, in two steps of 16 and of 25 (Cooley and Tukey
 * 1965); two real signals go through at once, as the real and the imaginary part. A transform of a
 * power of two would have other bins than the model knows. Thread-safe.
 */
final class FourierTransform {
  private static final int ROWS = 16;
  private static final int COLUMNS = 25;
  static final int SIZE = ROWS * COLUMNS;

  private final double[] cosines = new double[SIZE];
  private final double[] sines = new double[SIZE];

  FourierTransform() {
    for (int i = 0; i < SIZE; i++) {
      cosines[i] = Math.cos(2 * Math.PI * i / SIZE);
      sines[i] = -Math.sin(2 * Math.PI * i / SIZE);
    }
  }

  /**
   * The power of each frequency, from 0 to half the rate.
   *
   * @param one of {@link #SIZE} samples
   * @param other of {@link #SIZE} samples
   * @param powers takes both results, each of {@code SIZE / 2 + 1}
   */
  void powers(double[] one, double[] other, double[][] powers) {
    double[] re = new double[SIZE];
    double[] im = new double[SIZE];
    transform(one, other, re, im);
    for (int k = 0; k <= SIZE / 2; k++) {
      int mirror = (SIZE - k) % SIZE;
      double evenRe = (re[k] + re[mirror]) / 2;
      double oddIm = (im[k] - im[mirror]) / 2;
      double evenIm = (im[k] + im[mirror]) / 2;
      double oddRe = (re[mirror] - re[k]) / 2;
      powers[0][k] = evenRe * evenRe + oddIm * oddIm;
      powers[1][k] = evenIm * evenIm + oddRe * oddRe;
    }
  }

  private void transform(double[] re, double[] im, double[] outRe, double[] outIm) {
    double[] midRe = new double[SIZE];
    double[] midIm = new double[SIZE];
    for (int column = 0; column < COLUMNS; column++) {
      for (int k = 0; k < ROWS; k++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int row = 0; row < ROWS; row++) {
          int at = row * COLUMNS + column;
          int turn = row * k % ROWS * COLUMNS;
          sumRe += re[at] * cosines[turn] - im[at] * sines[turn];
          sumIm += re[at] * sines[turn] + im[at] * cosines[turn];
        }
        int turn = column * k;
        midRe[k * COLUMNS + column] = sumRe * cosines[turn] - sumIm * sines[turn];
        midIm[k * COLUMNS + column] = sumRe * sines[turn] + sumIm * cosines[turn];
      }
    }
    for (int k = 0; k < ROWS; k++) {
      for (int m = 0; m < COLUMNS; m++) {
        double sumRe = 0;
        double sumIm = 0;
        for (int column = 0; column < COLUMNS; column++) {
          int at = k * COLUMNS + column;
          int turn = column * m % COLUMNS * ROWS;
          sumRe += midRe[at] * cosines[turn] - midIm[at] * sines[turn];
          sumIm += midRe[at] * sines[turn] + midIm[at] * cosines[turn];
        }
        outRe[k + ROWS * m] = sumRe;
        outIm[k + ROWS * m] = sumIm;
      }
    }
  }
}
