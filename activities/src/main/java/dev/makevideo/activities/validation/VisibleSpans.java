package dev.makevideo.activities.validation;

import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.stage.JobLimits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Learns from a clip's {@link GreyPoints}, one after another, where there is something to see.
 *
 * <ul>
 *   <li>Black frames are left out at both ends, and wherever there are {@link #BLACK_RUN} in a row.
 *       Black is what ffmpeg's filter {@code blackdetect} calls so: 98 % of a frame have no more
 *       than 10 % of white's brightness.
 *   <li>A picture that stands still for {@link #STILL_RUN} frames is left out after its first; but
 *       if less than half of the clip moves, as in a show of photographs, standing still is what it
 *       shows, and all of it is kept. Still is what {@code freezedetect} calls so: the mean
 *       difference to the first such frame is at most 0.001 of white.
 * </ul>
 *
 * For one clip and one thread.
 */
final class VisibleSpans implements Consumer<byte[]> {
  /** The least number of frames in a row that is worth showing. */
  static final int LEAST = FrameGrid.framesOf(JobLimits.SHORTEST_CUT);

  /** So many black frames are no blink. */
  private static final int BLACK_RUN = 3;

  /** Two seconds. */
  private static final int STILL_RUN = 2 * FrameGrid.FPS;

  /** A longer list would make a job's history heavy; the longest spans are kept. */
  private static final int MOST_SPANS = 16;

  private static final int BLACK = 25;
  private static final int BLACK_POINTS = GreyPoints.POINTS * 98 / 100;
  private static final double STILL = 0.001 * 255;

  private final BitSet black = new BitSet();
  private final BitSet still = new BitSet();
  private final byte[] reference = new byte[GreyPoints.POINTS];
  private int referenceFrame;
  private int frames;

  @Override
  public void accept(byte[] thumbnail) {
    black.set(frames, isBlack(thumbnail));
    if (frames == 0 || difference(thumbnail) > STILL) {
      endStill();
      System.arraycopy(thumbnail, 0, reference, 0, reference.length);
      referenceFrame = frames;
    }
    frames++;
  }

  private void endStill() {
    if (frames - referenceFrame >= STILL_RUN) {
      still.set(referenceFrame + 1, frames);
    }
  }

  /** The spans, in order; none if there is no half second to see. */
  List<ClipVerdict.Span> spans() {
    endStill();
    BitSet dark = runsOfBlack();
    BitSet moving = new BitSet();
    moving.set(0, frames);
    moving.andNot(dark);
    int lit = moving.cardinality();
    moving.andNot(still);
    if (moving.cardinality() * 2 < lit) {
      moving.or(still);
      moving.andNot(dark);
    }
    return spans(moving);
  }

  private BitSet runsOfBlack() {
    BitSet runs = new BitSet();
    for (int from = black.nextSetBit(0); from >= 0; from = black.nextSetBit(from + 1)) {
      int to = black.nextClearBit(from);
      if (from == 0 || to == frames || to - from >= BLACK_RUN) {
        // A segment's grid may lie a frame beside the one here.
        runs.set(Math.max(0, from - 1), to + 1);
      }
      from = to;
    }
    return runs;
  }

  private List<ClipVerdict.Span> spans(BitSet shown) {
    List<ClipVerdict.Span> spans = new ArrayList<>();
    for (int from = shown.nextSetBit(0); from >= 0; from = shown.nextSetBit(from)) {
      int to = shown.nextClearBit(from);
      if (to - from >= LEAST) {
        spans.add(new ClipVerdict.Span(from, to - from));
      }
      from = to;
    }
    return spans.stream()
        .sorted(Comparator.comparingInt(ClipVerdict.Span::frames).reversed())
        .limit(MOST_SPANS)
        .sorted(Comparator.comparingInt(ClipVerdict.Span::from))
        .toList();
  }

  private static boolean isBlack(byte[] thumbnail) {
    int dark = 0;
    for (byte point : thumbnail) {
      if ((point & 0xff) <= BLACK) {
        dark++;
      }
    }
    return dark >= BLACK_POINTS;
  }

  private double difference(byte[] thumbnail) {
    int sum = 0;
    for (int i = 0; i < thumbnail.length; i++) {
      sum += Math.abs((thumbnail[i] & 0xff) - (reference[i] & 0xff));
    }
    return (double) sum / thumbnail.length;
  }
}
