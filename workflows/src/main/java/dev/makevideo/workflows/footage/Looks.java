package dev.makevideo.workflows.footage;

import java.util.List;

/**
 * The looks of a clip's frames, ready to be compared: {@link #RATE} a second for three seconds,
 * then two a second up to {@link #LONGEST}. So the first seconds of one clip can be laid upon
 * another at any place, wherever either was cut: each half second of the other falls near a frame
 * of the first. Immutable, thread-safe.
 */
public final class Looks {
  /** Frames a second of which some have a look. */
  public static final int RATE = 10;

  /** The last frame of those at the beginning that all have a look. */
  static final int LAST_DENSE = 30;

  /** After it, every so many frames there is a look. */
  static final int STEP = 5;

  /** The last frame that may have a look: 20 s. */
  public static final int LONGEST = 200;

  /** At most so many looks. */
  static final int MOST = LAST_DENSE + 1 + (LONGEST - LAST_DENSE) / STEP;

  /** Cells of a frame, along each side. */
  public static final int SIDE = 5;

  /** Cells of a frame. */
  public static final int CELLS = SIDE * SIDE;

  static final Looks NONE = new Looks(List.of(), 0);

  private final List<Look> looks;
  private final boolean[] detailed;
  private final double rounding;
  private final double unrest;

  /**
   * Looks as {@link Fingerprint#looks} gives them.
   *
   * @param step to a multiple of which cells were rounded, in grey levels
   */
  Looks(List<Look> looks, double step) {
    this.looks = List.copyOf(looks);
    detailed = new boolean[looks.size()];
    double changes = 0;
    for (int i = 0; i < detailed.length; i++) {
      detailed[i] = looks.get(i).hasDetail();
      changes += i > 0 && i < dense() ? looks.get(i).distance(looks.get(i - 1)) : 0;
    }
    rounding = step * step / 12;
    unrest = changes / Math.max(1, dense() - 1);
  }

  /** Whether a frame has a look, of those that are {@link #RATE} a second. */
  public static boolean hasLook(int frame) {
    return frame <= LAST_DENSE || frame <= LONGEST && frame % STEP == 0;
  }

  /** How many frames, of {@link #RATE} a second, these looks reach over. */
  int frames() {
    int count = looks.size();
    return count <= LAST_DENSE + 1 ? count : LAST_DENSE + 1 + (count - LAST_DENSE - 1) * STEP;
  }

  /** Frames at the beginning that all have a look. */
  int dense() {
    return Math.min(looks.size(), LAST_DENSE + 1);
  }

  /** The look of a frame that {@link #hasLook has} one. */
  Look look(int frame) {
    return looks.get(index(frame));
  }

  boolean hasDetail(int frame) {
    return detailed[index(frame)];
  }

  /** The mean square of what rounding did to a cell. */
  double rounding() {
    return rounding;
  }

  /** The mean square of how much a cell changes in a {@link #RATE}th of a second. */
  double unrest() {
    return unrest;
  }

  private static int index(int frame) {
    return frame <= LAST_DENSE ? frame : LAST_DENSE + (frame - LAST_DENSE) / STEP;
  }
}
