package dev.makevideo.validation;

import dev.makevideo.activity.Clip;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Learns from a clip's {@link Thumbnails} whether its picture lies between black bars: left and
 * right, above and below, or both. Bars are black in every frame, broad enough to be seen, and
 * alike on both sides, else they are taken for a part of the picture. For one clip and one thread.
 */
final class Bars implements Consumer<byte[]> {
  /** Black with the noise of an encoder. */
  private static final int BLACK = 12;

  /** A bar has at least so many points: 6 % of the frame. */
  private static final int NARROWEST = 2;

  private final BitSet columns = new BitSet(Thumbnails.SIDE);
  private final BitSet rows = new BitSet(Thumbnails.SIDE);

  @Override
  public void accept(byte[] thumbnail) {
    for (int i = 0; i < thumbnail.length; i++) {
      if ((thumbnail[i] & 0xff) > BLACK) {
        columns.set(i % Thumbnails.SIDE);
        rows.set(i / Thumbnails.SIDE);
      }
    }
  }

  /**
   * Where the picture is, in a frame of this size; empty: everywhere. As bars are known to a point
   * only, up to a thirty-second of the frame is lost at each side that has one.
   */
  Optional<Clip.Area> picture(int width, int height) {
    int x = edge(bar(columns), width);
    int y = edge(bar(rows), height);
    boolean everywhere = x == 0 && y == 0;
    return everywhere || width <= 2 * x || height <= 2 * y
        ? Optional.empty()
        : Optional.of(new Clip.Area(x, y, width - 2 * x, height - 2 * y));
  }

  /** How many points broad the broader of two bars that are alike is; 0: there are none. */
  private static int bar(BitSet lit) {
    int before = lit.nextSetBit(0);
    int after = Thumbnails.SIDE - lit.length();
    return before < NARROWEST || after < NARROWEST || Math.abs(before - after) > 1
        ? 0
        : Math.max(before, after);
  }

  /** The pixel of the first point that is no bar; even, where chroma begins. */
  private static int edge(int bar, int side) {
    return bar == 0 ? 0 : ((2 * bar + 1) * side / (2 * Thumbnails.SIDE) + 1) / 2 * 2;
  }
}
