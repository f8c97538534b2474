package dev.makevideo.workflows.footage;

/**
 * How alike the frames of two clips are that would be the same if the clips were, at one place.
 * Cells are taken less their frame's mean, so that a little more or less light does not count; the
 * likenesses are correlations (K. Pearson, 1895), from -1 to 1.
 *
 * @param frames how many pairs of frames were compared, both of which show something
 * @param pictures how alike the frames are
 * @param moves how alike what changes in them is: each cell less its mean over time, and without
 *     what rounding did
 * @param contrast how much stronger the contrast of one is than the other's, 1 or more
 * @param least the smaller of the two standard deviations of what changes, in grey levels
 * @param most the larger one
 * @param apart the mean square of how much cells differ, less what rounding and a twentieth of a
 *     second between two frames explain
 * @param light the mean difference of the frames' mean luma, of 255
 * @param colour the mean difference of their mean blue or red difference, whichever is larger
 */
public record Likeness(
    int frames,
    double pictures,
    double moves,
    double contrast,
    double least,
    double most,
    double apart,
    double light,
    double colour) {
  /** Nothing was to be compared. */
  static final Likeness NONE = new Likeness(0, -1, -1, 1, 0, 0, Double.MAX_VALUE, 255, 255);

  /** Pairs that are needed: with half a second between them, a second of footage. */
  static final int FEWEST_FRAMES = 3;

  private static final double SAME_PICTURES = 0.9;
  private static final double SAME_MOVES = 0.78;

  /** Where nothing moves, the picture is all that tells clips apart. */
  private static final double SAME_STILLS = 0.97;

  private static final double SAME_CONTRAST = 1.05;

  /** How much stronger what changes in one may be: frames that fall between others tell less. */
  private static final double SAME_STRENGTH = 1.4;

  /** In grey levels; besides, for movement that is weak. */
  private static final double STRENGTH_SLACK = 0.5;

  /** In grey levels: what encoders, scalers and a crop that is a point off do to a cell. */
  private static final double SAME_CELLS = 1.5;

  private static final double SAME_LIGHT = 16;
  private static final double SAME_COLOUR = 2.2;

  /** A standard deviation, in grey levels, below which nothing but noise changes. */
  private static final double STILL = 1;

  /** Frames by which the beginning of one may lie before the other's: they are found by detail. */
  private static final int SLACK = 2;

  /** Whether it is the same footage. */
  public boolean isSame() {
    return frames >= FEWEST_FRAMES
        && contrast <= SAME_CONTRAST
        && apart <= SAME_CELLS * SAME_CELLS
        && light <= SAME_LIGHT
        && colour <= SAME_COLOUR
        && (most < STILL ? pictures >= SAME_STILLS : isSameMotion());
  }

  private boolean isSameMotion() {
    return least * SAME_STRENGTH + STRENGTH_SLACK >= most
        && pictures >= SAME_PICTURES
        && moves >= SAME_MOVES;
  }

  /** How alike two clips are where they are most alike; the order of the two does not matter. */
  public static Likeness of(Looks one, Looks other) {
    return better(closest(one, other), closest(other, one));
  }

  /** The first seconds of one laid upon each place of the other. */
  private static Likeness closest(Looks laid, Looks base) {
    Likeness closest = NONE;
    for (int shift = -SLACK; shift < base.frames(); shift++) {
      LikenessSums sums = new LikenessSums();
      int end = Math.min(base.frames(), laid.dense() + shift);
      for (int frame = firstLook(shift); frame < end; frame += Looks.STEP) {
        if (laid.hasDetail(frame - shift) && base.hasDetail(frame)) {
          sums.add(laid.look(frame - shift), base.look(frame));
        }
      }
      if (sums.frames() >= FEWEST_FRAMES) {
        double explained = laid.rounding() + base.rounding() + (laid.unrest() + base.unrest()) / 2;
        closest = better(closest, sums.likeness(explained, laid.rounding(), base.rounding()));
      }
    }
    return closest;
  }

  private static int firstLook(int shift) {
    return Math.max(0, (shift + Looks.STEP - 1) / Looks.STEP) * Looks.STEP;
  }

  private static Likeness better(Likeness one, Likeness other) {
    if (one.isSame() != other.isSame()) {
      return one.isSame() ? one : other;
    }
    return other.apart < one.apart ? other : one;
  }
}
