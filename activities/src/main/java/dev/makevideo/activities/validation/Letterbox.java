package dev.makevideo.activities.validation;

import dev.makevideo.workflows.contract.Clip;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Learns from a clip's {@link GreyPoints} whether its picture lies between black bars: left and
 * right, above and below, or both. Bars are black in every frame, broad enough to be seen, alike on
 * both sides, and end in a straight edge, else they are taken for a part of the picture, as the
 * night round the moon is. For one clip and one thread.
 */
final class Letterbox implements Consumer<byte[]> {
  /** Black with the noise of an encoder. */
  private static final int BLACK = 12;

  /** A bar has at least so many points: 6 % of the frame. */
  private static final int NARROWEST = 2;

  /** A picture has at least so many: a quarter of the frame; from 16:9 in 9:16 a third is left. */
  private static final int LEAST_PICTURE = GreyPoints.SIDE / 4;

  private static final int SIDE = GreyPoints.SIDE;

  /** Points that were not black in some frame. */
  private final BitSet lit = new BitSet(GreyPoints.POINTS);

  @Override
  public void accept(byte[] thumbnail) {
    for (int i = 0; i < thumbnail.length; i++) {
      if ((thumbnail[i] & 0xff) > BLACK) {
        lit.set(i);
      }
    }
  }

  /**
   * Where in the frame the picture is; empty: everywhere. As bars are known to a point only, up to
   * a thirty-second of the frame is lost at each side that has one.
   */
  Optional<Clip.Area> picture() {
    int x = edge(counts(SIDE, 1));
    int y = edge(counts(1, SIDE));
    return x == 0 && y == 0
        ? Optional.empty()
        : Optional.of(new Clip.Area(x, y, Clip.Area.WHOLE - 2 * x, Clip.Area.WHOLE - 2 * y));
  }

  /**
   * How many points are lit in each row or column.
   *
   * @param along the step from one point of it to the next
   * @param across the step from one row or column to the next
   */
  private int[] counts(int along, int across) {
    return IntStream.range(0, SIDE)
        .map(
            line ->
                (int)
                    IntStream.range(0, SIDE)
                        .filter(i -> lit.get(line * across + i * along))
                        .count())
        .toArray();
  }

  /** Where the picture begins after the broader of two bars, in the area's unit; 0: at the edge. */
  private static int edge(int[] counts) {
    int before = 0;
    while (before < SIDE && counts[before] == 0) {
      before++;
    }
    int after = 0;
    while (after < SIDE - before && counts[SIDE - 1 - after] == 0) {
      after++;
    }
    int bar = Math.max(before, after);
    boolean alike = Math.min(before, after) >= NARROWEST && Math.abs(before - after) <= 1;
    return alike
            && SIDE - 2 * bar >= LEAST_PICTURE
            && isStraight(counts, before)
            && isStraight(counts, SIDE - 1 - after)
        ? (2 * bar + 1) * Clip.Area.WHOLE / (2 * SIDE)
        : 0;
  }

  /** Whether the outermost line of the picture is lit along most of the picture's extent. */
  private static boolean isStraight(int[] counts, int outermost) {
    int most = IntStream.of(counts).max().orElse(0);
    return 2 * counts[outermost] >= most;
  }
}
