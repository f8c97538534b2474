package dev.makevideo.activities.render;

/** Which red, green and blue a picture is mixed of (ITU-T H.273, table 2); all have D65 white. */
enum Primaries {
  BT709(0.640, 0.330, 0.300, 0.600, 0.150, 0.060),
  BT601_625(0.640, 0.330, 0.290, 0.600, 0.150, 0.060),
  BT601_525(0.630, 0.340, 0.310, 0.595, 0.155, 0.070),
  P3(0.680, 0.320, 0.265, 0.690, 0.150, 0.060),
  BT2020(0.708, 0.292, 0.170, 0.797, 0.131, 0.046);

  private static final double[] WHITE = xyz(0.3127, 0.3290);

  private final double[][] chromaticities;

  Primaries(double redX, double redY, double greenX, double greenY, double blueX, double blueY) {
    chromaticities = new double[][] {{redX, redY}, {greenX, greenY}, {blueX, blueY}};
  }

  /** What linear light mixed of these is, mixed of BT.709's: rows give red, green and blue. */
  double[][] toBt709() {
    return product(inverse(BT709.toXyz()), toXyz());
  }

  /** Columns are the primaries, so bright that together they are white. */
  private double[][] toXyz() {
    double[][] columns = new double[3][3];
    for (int j = 0; j < 3; j++) {
      double[] primary = xyz(chromaticities[j][0], chromaticities[j][1]);
      for (int i = 0; i < 3; i++) {
        columns[i][j] = primary[i];
      }
    }
    double[] strength = applied(inverse(columns), WHITE);
    for (double[] row : columns) {
      for (int j = 0; j < 3; j++) {
        row[j] *= strength[j];
      }
    }
    return columns;
  }

  static double[] applied(double[][] matrix, double[] vector) {
    double[] result = new double[3];
    for (int i = 0; i < 3; i++) {
      result[i] = matrix[i][0] * vector[0] + matrix[i][1] * vector[1] + matrix[i][2] * vector[2];
    }
    return result;
  }

  private static double[] xyz(double x, double y) {
    return new double[] {x / y, 1, (1 - x - y) / y};
  }

  private static double[][] product(double[][] left, double[][] right) {
    double[][] result = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          result[i][j] += left[i][k] * right[k][j];
        }
      }
    }
    return result;
  }

  /** By cofactors, whose indexes wrap round. */
  private static double[][] inverse(double[][] m) {
    double[][] result = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int a = (i + 1) % 3;
        int b = (i + 2) % 3;
        int c = (j + 1) % 3;
        int d = (j + 2) % 3;
        result[j][i] = m[a][c] * m[b][d] - m[a][d] * m[b][c];
      }
    }
    double determinant = 0;
    for (int j = 0; j < 3; j++) {
      determinant += m[0][j] * result[j][0];
    }
    for (double[] row : result) {
      for (int j = 0; j < 3; j++) {
        row[j] /= determinant;
      }
    }
    return result;
  }
}
