package dev.makevideo.activities.render;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Brings a picture's red, green and blue codes to those of BT.709, as a table for ffmpeg's {@code
 * lut3d}. A table works with every build of ffmpeg, and gives the same with each.
 *
 * <p>HDR light is brought down by the curve of ITU-R BT.2390-8, 5.4.1, applied to the brightest of
 * red, green and blue, so that a colour keeps its hue; up to about 92 cd/m² nothing changes, white
 * of 203 cd/m² becomes 90 % of the code range and 1000 cd/m² becomes white. What BT.709 cannot mix
 * is cut off.
 *
 * @param curve of the codes
 * @param primaries of the codes
 */
record ColourTable(TransferFunction curve, Primaries primaries) {
  /** Entries along each side: between two of them, {@code lut3d} interpolates. */
  private static final int SIDE = 33;

  /** Writes the table in the form that is called {@code .cube}. */
  void write(Path file) throws IOException {
    double[][] mix = primaries.toBt709();
    double last = SIDE - 1;
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      out.write("LUT_3D_SIZE " + SIDE + "\n");
      for (int blue = 0; blue < SIDE; blue++) {
        for (int green = 0; green < SIDE; green++) {
          for (int red = 0; red < SIDE; red++) {
            double[] code = converted(new double[] {red / last, green / last, blue / last}, mix);
            out.write(String.format(Locale.ROOT, "%.5f %.5f %.5f\n", code[0], code[1], code[2]));
          }
        }
      }
    }
  }

  /**
   * The BT.709 codes of a colour.
   *
   * @param code red, green and blue, 0 to 1
   */
  double[] converted(double... code) {
    return converted(code.clone(), primaries.toBt709());
  }

  private double[] converted(double[] rgb, double[][] mix) {
    curve.show(rgb);
    if (curve != TransferFunction.SDR) {
      bringDown(rgb);
    }
    double[] mixed = Primaries.applied(mix, rgb);
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = Math.pow(Math.min(Math.max(mixed[i], 0), 1), 1 / TransferFunction.DISPLAY_GAMMA);
    }
    return mixed;
  }

  private static void bringDown(double[] rgb) {
    double most = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
    if (most > 0) {
      double gain = broughtDown(most) / most;
      for (int i = 0; i < rgb.length; i++) {
        rgb[i] *= gain;
      }
    }
  }

  /** A Hermite spline from the knee to the peak, between PQ codes as parts of the peak's. */
  private static double broughtDown(double light) {
    double peak = TransferFunction.pqCode(TransferFunction.PEAK_NITS);
    double target = TransferFunction.pqCode(TransferFunction.WHITE_NITS) / peak;
    double knee = 1.5 * target - 0.5;
    double code = Math.min(TransferFunction.pqCode(light * TransferFunction.WHITE_NITS) / peak, 1);
    if (code < knee) {
      return light;
    }
    double t = (code - knee) / (1 - knee);
    double t2 = t * t;
    double t3 = t2 * t;
    double lowered =
        (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * target;
    return TransferFunction.pqNits(lowered * peak) / TransferFunction.WHITE_NITS;
  }
}
