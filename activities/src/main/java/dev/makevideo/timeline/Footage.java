package dev.makevideo.timeline;

import dev.makevideo.activity.ValidateBatch;

/** One clip while a timeline is planned: how much of it there is, and what was taken. */
final class Footage {
  private final ValidateBatch.Item item;
  private final int usable;
  private int taken;
  private boolean shown;

  Footage(ValidateBatch.Item item) {
    this.item = item;
    this.usable = Timeline.framesOf(item.clip().duration());
  }

  /** A stretch of a clip; {@code again} if an earlier one showed it already. */
  record Cut(Footage footage, int inFrame, int frames, boolean again) {
    Cut withFrames(int other) {
      return new Cut(footage, inFrame, other, again);
    }
  }

  ValidateBatch.Item item() {
    return item;
  }

  int usable() {
    return usable;
  }

  boolean hasRest() {
    return taken < usable;
  }

  /** From here on the clip is shown again, from its beginning. */
  void rewind() {
    taken = 0;
    shown = true;
  }

  /**
   * The next stretch: at most {@link TimelinePlanner#MAX_CUT}, or to the clip's end if what would
   * be left is too short for a stretch of its own.
   *
   * @param most no longer than this
   */
  Cut next(int most) {
    int rest = usable - taken;
    int length =
        rest - TimelinePlanner.MAX_CUT < TimelinePlanner.MIN_CUT ? rest : TimelinePlanner.MAX_CUT;
    Cut cut = new Cut(this, taken, Math.min(length, most), shown);
    taken += length;
    return cut;
  }
}
