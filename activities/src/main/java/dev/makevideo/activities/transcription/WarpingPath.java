package dev.makevideo.activities.transcription;

/** The way through a table of similarities on which rows and columns only grow. Stateless. */
final class WarpingPath {
  private WarpingPath() {}

  /**
   * The column at which each row is entered. The first row may begin, and the last may end, at any
   * column: what lies outside costs nothing.
   *
   * @param similar by row and column; the larger, the more alike
   */
  static int[] firstColumns(double[][] similar) {
    int rows = similar.length;
    int columns = similar[0].length;
    double[][] best = new double[rows][columns];
    boolean[][] fromAbove = new boolean[rows][columns];
    for (int c = 0; c < columns; c++) {
      double before = c == 0 ? 0 : Math.max(0, best[0][c - 1]);
      best[0][c] = before + similar[0][c];
    }
    for (int r = 1; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        double left = c == 0 ? Double.NEGATIVE_INFINITY : best[r][c - 1];
        double above = best[r - 1][c];
        double aslant = c == 0 ? Double.NEGATIVE_INFINITY : best[r - 1][c - 1];
        fromAbove[r][c] = Math.max(above, aslant) >= left;
        best[r][c] = similar[r][c] + Math.max(left, Math.max(above, aslant));
      }
    }
    return back(best, fromAbove);
  }

  private static int[] back(double[][] best, boolean[][] fromAbove) {
    int rows = best.length;
    int[] first = new int[rows];
    double[] last = best[rows - 1];
    int c = 0;
    for (int i = 1; i < last.length; i++) {
      c = last[i] > last[c] ? i : c;
    }
    for (int r = rows - 1; r > 0; r--) {
      while (!fromAbove[r][c]) {
        c--;
      }
      first[r] = c;
      boolean aslant = c > 0 && best[r - 1][c - 1] >= best[r - 1][c];
      c = aslant ? c - 1 : c;
    }
    while (c > 0 && best[0][c - 1] > 0) {
      c--;
    }
    first[0] = c;
    return first;
  }
}
