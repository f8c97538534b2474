package dev.makevideo.activities.render;

import dev.makevideo.activities.render.OddPicture.Colour;
import java.util.List;

/**
 * A row of the table: how a clip is made, and what must become of it.
 *
 * @param oddity what is odd about it
 */
record OddClip(ClipRecipe recipe, String oddity, Outcome outcome) {
  String name() {
    return recipe.name();
  }

  @Override
  public String toString() {
    return oddity;
  }

  /** What becomes of a clip. */
  sealed interface Outcome permits Used, Rejected {}

  /**
   * It is rejected.
   *
   * @param reasons any of which a part of what the rejection says
   */
  record Rejected(List<String> reasons) implements Outcome {
    Rejected(String... reasons) {
      this(List.of(reasons));
    }
  }

  /**
   * It is shown upright, in its colours and at its speed.
   *
   * @param colours of the patches in the finished video
   * @param tolerance by how much a code of 0 to 255 may differ
   * @param interval seconds between the source's frames
   * @param from the second of the test picture with which the clip begins; NaN: not known
   * @param slack seconds by which a shown frame may be older than that
   * @param comb whether the lines of a frame must be checked for being of one time
   * @param bar whether there is a bar that moves
   */
  record Used(
      List<Colour> colours,
      int tolerance,
      double interval,
      double from,
      double slack,
      boolean comb,
      boolean bar)
      implements Outcome {
    /** Lossy coding twice over, and rounding. */
    static final int TOLERANCE = 6;

    static Used at(double fps) {
      return new Used(OddPicture.PLAIN, TOLERANCE, 1 / fps, 0, 0, false, true);
    }

    Used coloured(List<Colour> other) {
      return new Used(other, tolerance, interval, from, slack, comb, bar);
    }

    Used within(int other) {
      return new Used(colours, other, interval, from, slack, comb, bar);
    }

    Used beginningAt(double second) {
      return new Used(colours, tolerance, interval, second, slack, comb, bar);
    }

    Used withSlack(double seconds) {
      return new Used(colours, tolerance, interval, from, seconds, comb, bar);
    }

    Used withoutComb() {
      return new Used(colours, tolerance, interval, from, slack, true, bar);
    }

    Used withoutBar() {
      return new Used(colours, tolerance, interval, from, slack, comb, false);
    }
  }
}
