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
    double[] sum = new double[2];
    for (int column = 0; column < COLUMNS; column++) {
      for (int k = 0; k < ROWS; k++) {
        frequency(re, im, column, COLUMNS, ROWS, k, sum);
        int turn = column * k;
        midRe[k * COLUMNS + column] = sum[0] * cosines[turn] - sum[1] * sines[turn];
        midIm[k * COLUMNS + column] = sum[0] * sines[turn] + sum[1] * cosines[turn];
      }
    }
    for (int k = 0; k < ROWS; k++) {
      for (int m = 0; m < COLUMNS; m++) {
        frequency(midRe, midIm, k * COLUMNS, 1, COLUMNS, m, sum);
        outRe[k + ROWS * m] = sum[0];
        outIm[k + ROWS * m] = sum[1];
      }
    }
  }

  /** One frequency of some of the samples: every {@code stride}-th from {@code from} on. */
  private void frequency(
      double[] re, double[] im, int from, int stride, int count, int k, double[] sum) {
    double sumRe = 0;
    double sumIm = 0;
    for (int i = 0; i < count; i++) {
      int at = from + i * stride;
      int turn = i * k % count * (SIZE / count);
      sumRe += re[at] * cosines[turn] - im[at] * sines[turn];
      sumIm += re[at] * sines[turn] + im[at] * cosines[turn];
    }
    sum[0] = sumRe;
    sum[1] = sumIm;
  }
}
