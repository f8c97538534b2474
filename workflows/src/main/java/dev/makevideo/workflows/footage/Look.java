package dev.makevideo.workflows.footage;

import java.util.Arrays;

/**
 * What one frame looks like.
 *
 * @param cells the mean brightness of each of {@link Looks#CELLS} cells, row by row, less the mean
 *     of them all, in grey levels of 255; not to be changed
 * @param luma mean of the luma, 0 to 255
 * @param blue mean of the blue difference, 0 to 255
 * @param red mean of the red difference, 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody, and read in the innermost loop.
public record Look(float[] cells, float luma, float blue, float red) {
  /** A frame whose cells deviate less from their mean, in grey levels, shows nothing. */
  private static final double LEAST_DETAIL = 3;

  /**
   * The look of a frame.
   *
   * @param brightness of each cell, 0 to 255
   */
  public static Look of(double[] brightness, double blue, double red) {
    double mean = Arrays.stream(brightness).average().orElse(0);
    float[] cells = new float[brightness.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (float) (brightness[i] - mean);
    }
    return new Look(cells, (float) mean, (float) blue, (float) red);
  }

  /** Whether brightness differs enough over the frame to tell it from another. */
  public boolean hasDetail() {
    float power = 0;
    for (float cell : cells) {
      power += cell * cell;
    }
    return power / cells.length >= LEAST_DETAIL * LEAST_DETAIL;
  }

  /** The mean square of how much the cells of two differ. */
  float distance(Look other) {
    float sum = 0;
    for (int i = 0; i < cells.length; i++) {
      float difference = cells[i] - other.cells[i];
      sum += difference * difference;
    }
    return sum / cells.length;
  }
}
