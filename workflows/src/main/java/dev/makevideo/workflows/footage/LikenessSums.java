package dev.makevideo.workflows.footage;

/** Adds up pairs of frames to what a {@link Likeness} is made of. For one thread. */
final class LikenessSums {
  private final float[] meansOfOne = new float[Looks.CELLS];
  private final float[] meansOfOther = new float[Looks.CELLS];
  private double ones;
  private double others;
  private double products;
  private double luma;
  private double blue;
  private double red;
  private int frames;

  int frames() {
    return frames;
  }

  void add(Look one, Look other) {
    frames++;
    float[] cells = one.cells();
    float[] otherCells = other.cells();
    float squares = 0;
    float otherSquares = 0;
    float product = 0;
    for (int i = 0; i < Looks.CELLS; i++) {
      meansOfOne[i] += cells[i];
      meansOfOther[i] += otherCells[i];
      squares += cells[i] * cells[i];
      otherSquares += otherCells[i] * otherCells[i];
      product += cells[i] * otherCells[i];
    }
    ones += squares;
    others += otherSquares;
    products += product;
    luma += Math.abs(one.luma() - other.luma());
    blue += Math.abs(one.blue() - other.blue());
    red += Math.abs(one.red() - other.red());
  }

  /**
   * @param explained how far apart the cells of copies may be, as a mean square
   * @param roundingOfOne the mean square of what rounding did to a cell of one
   */
  Likeness likeness(double explained, double roundingOfOne, double roundingOfOther) {
    double stillOfOne = 0;
    double stillOfOther = 0;
    double still = 0;
    for (int i = 0; i < Looks.CELLS; i++) {
      stillOfOne += meansOfOne[i] * meansOfOne[i] / frames;
      stillOfOther += meansOfOther[i] * meansOfOther[i] / frames;
      still += meansOfOne[i] * meansOfOther[i] / frames;
    }
    int values = frames * Looks.CELLS;
    // What rounding adds is no movement (correction for attenuation, C. Spearman, 1904).
    double free = values * (frames - 1.0) / frames;
    double moves = Math.max(0, ones - stillOfOne - roundingOfOne * free);
    double otherMoves = Math.max(0, others - stillOfOther - roundingOfOther * free);
    return new Likeness(
        frames,
        correlation(products, ones, others),
        Math.min(1, correlation(products - still, moves, otherMoves)),
        Math.sqrt(Math.max(ones, others) / Math.min(ones, others)),
        Math.sqrt(Math.min(moves, otherMoves) / values),
        Math.sqrt(Math.max(moves, otherMoves) / values),
        (ones + others - 2 * products) / values - explained,
        luma / frames,
        Math.max(blue, red) / frames);
  }

  private static double correlation(double product, double one, double other) {
    return one <= 0 || other <= 0 ? 0 : product / Math.sqrt(one * other);
  }
}
