package dev.makevideo.activities.transcription;

/**
 * The picture of sound that Whisper looks at: the logarithm of the energy in 80 bands of the mel
 * scale, every 10 ms, over 30 s; what is missing of these is silence.
 *
 * <p>As the model was trained (Radford et al. 2022, section 2.2): Hann windows of 25 ms; Slaney's
 * mel scale (Auditory Toolbox, 1998) with triangles of equal area up to 8 kHz; at most 8 powers of
 * ten below the loudest. Thread-safe.
 */
final class LogMel {
  /** Samples a second. */
  static final int RATE = 16_000;

  static final int BANDS = 80;

  /** How many columns there are for 30 s. */
  static final int FRAMES = 3_000;

  static final int HOP = 160;

  private static final int BINS = FourierTransform.SIZE / 2 + 1;
  private static final int HALF = FourierTransform.SIZE / 2;
  private static final double LEAST = 1e-10;
  private static final double DEPTH = 8;

  private final FourierTransform transform = new FourierTransform();
  private final double[] hann = new double[FourierTransform.SIZE];
  private final double[][] triangles = new double[BANDS][];
  private final int[] firstBin = new int[BANDS];

  LogMel() {
    for (int i = 0; i < hann.length; i++) {
      hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / hann.length);
    }
    double top = mel(RATE / 2.0);
    for (int band = 0; band < BANDS; band++) {
      double low = hertz(top * band / (BANDS + 1));
      double peak = hertz(top * (band + 1) / (BANDS + 1));
      double high = hertz(top * (band + 2) / (BANDS + 1));
      triangle(band, low, peak, high);
    }
  }

  private void triangle(int band, double low, double peak, double high) {
    double step = (double) RATE / FourierTransform.SIZE;
    int first = (int) Math.ceil(low / step);
    int last = Math.min(BINS - 1, (int) Math.floor(high / step));
    double[] weights = new double[Math.max(0, last - first + 1)];
    for (int bin = first; bin <= last; bin++) {
      double at = bin * step;
      double height = Math.min((at - low) / (peak - low), (high - at) / (high - peak));
      weights[bin - first] = Math.max(0, height) * 2 / (high - low);
    }
    firstBin[band] = first;
    triangles[band] = weights;
  }

  /**
   * The picture, band by band: {@link #BANDS} × {@link #FRAMES} values.
   *
   * @param samples from -1 to 1, at {@link #RATE}; at most 30 s, more is left out
   */
  float[] of(float[] samples) {
    int used = Math.min(FRAMES, samples.length / HOP + 1);
    double[][] powers = new double[2][BINS];
    double[][] energies = new double[used][];
    for (int frame = 0; frame < used; frame += 2) {
      transform.powers(windowed(samples, frame), windowed(samples, frame + 1), powers);
      energies[frame] = bands(powers[0]);
      if (frame + 1 < used) {
        energies[frame + 1] = bands(powers[1]);
      }
    }
    return scaled(energies);
  }

  private double[] windowed(float[] samples, int frame) {
    double[] cut = new double[FourierTransform.SIZE];
    for (int i = 0; i < cut.length; i++) {
      int at = Math.abs(frame * HOP - HALF + i); // mirrored at the start
      cut[i] = at < samples.length ? hann[i] * samples[at] : 0;
    }
    return cut;
  }

  private double[] bands(double[] power) {
    double[] energy = new double[BANDS];
    for (int band = 0; band < BANDS; band++) {
      double sum = 0;
      for (int i = 0; i < triangles[band].length; i++) {
        sum += triangles[band][i] * power[firstBin[band] + i];
      }
      energy[band] = Math.log10(Math.max(LEAST, sum));
    }
    return energy;
  }

  private static float[] scaled(double[][] energies) {
    double loudest = Math.log10(LEAST);
    for (double[] column : energies) {
      for (double energy : column) {
        loudest = Math.max(loudest, energy);
      }
    }
    float[] out = new float[BANDS * FRAMES];
    double silence = Math.max(Math.log10(LEAST), loudest - DEPTH);
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int band = 0; band < BANDS; band++) {
        double energy = frame < energies.length ? energies[frame][band] : silence;
        out[band * FRAMES + frame] = (float) ((Math.max(energy, loudest - DEPTH) + 4) / 4);
      }
    }
    return out;
  }

  /** Slaney's scale: even up to 1 kHz, then 27 steps to a factor of 6.4. */
  private static double mel(double hertz) {
    double even = hertz * 3 / 200;
    return hertz < 1000 ? even : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
  }

  private static double hertz(double mel) {
    return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
  }
}
