package dev.makevideo.activities.render;

/**
 * From a colour's code to the light that a display shows for it, where 1 is SDR white.
 *
 * <p>SDR white stands for 203 cd/m², the level of white that ITU-R BT.2408 sets for HDR pictures.
 * Light beyond 1 is for {@link ColourTable} to bring down.
 */
enum TransferFunction {
  /** BT.1886: what BT.709, BT.601 and BT.2020 pictures are graded for. */
  SDR {
    @Override
    void show(double[] rgb) {
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = Math.pow(rgb[i], DISPLAY_GAMMA);
      }
    }
  },

  /** SMPTE ST 2084, the PQ of BT.2100, table 4. */
  PQ {
    @Override
    void show(double[] rgb) {
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = pqNits(rgb[i]) / WHITE_NITS;
      }
    }
  },

  /** The HLG of BT.2100, table 5, on a display of 1000 cd/m² with a system gamma of 1.2. */
  HLG {
    @Override
    void show(double[] rgb) {
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] = sceneLight(rgb[i]);
      }
      double luminance = 0.2627 * rgb[0] + 0.6780 * rgb[1] + 0.0593 * rgb[2];
      double gain = luminance > 0 ? Math.pow(luminance, HLG_GAMMA - 1) * PEAK_NITS / WHITE_NITS : 0;
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] *= gain;
      }
    }
  };

  /** SDR white, in cd/m². */
  static final double WHITE_NITS = 203;

  /** Brighter than this is white: what most HDR pictures are graded for, in cd/m². */
  static final double PEAK_NITS = 1000;

  static final double DISPLAY_GAMMA = 2.4;

  private static final double HLG_GAMMA = 1.2;
  private static final double M1 = 2610.0 / 16384;
  private static final double M2 = 2523.0 / 4096 * 128;
  private static final double C1 = 3424.0 / 4096;
  private static final double C2 = 2413.0 / 4096 * 32;
  private static final double C3 = 2392.0 / 4096 * 32;
  private static final double PQ_MOST = 10_000;

  /** Replaces red, green and blue codes, 0 to 1, by light. */
  abstract void show(double[] rgb);

  /** The light of a PQ code, in cd/m². */
  static double pqNits(double code) {
    double root = Math.pow(code, 1 / M2);
    return PQ_MOST * Math.pow(Math.max(root - C1, 0) / (C2 - C3 * root), 1 / M1);
  }

  /** The PQ code of so many cd/m². */
  static double pqCode(double nits) {
    double power = Math.pow(nits / PQ_MOST, M1);
    return Math.pow((C1 + C2 * power) / (1 + C3 * power), M2);
  }

  private static double sceneLight(double code) {
    double a = 0.17883277;
    double b = 1 - 4 * a;
    double c = 0.5 - a * Math.log(4 * a);
    return code <= 0.5 ? code * code / 3 : (Math.exp((code - c) / a) + b) / 12;
  }
}
