package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Noise that is nearly as loud as the speech, known by its evenness: the level of speech changes
 * all the time, that of a fan, a street or hiss does not. Measured on four voices: nothing in clean
 * speech is even for {@link #RUN} blocks at a level below its own; white, pink and brown noise are.
 * Immutable.
 */
final class SteadyNoise {
  /** So many blocks in a row are even: 0.3 s. */
  private static final int RUN = 6;

  /** Up to this difference within a run, in dB. */
  private static final double EVEN = 4;

  /** Runs at levels no further apart are the same noise, in dB. */
  private static final double SAME = 3;

  /** Less of it, in blocks and as a share of the time, is no noise but a sound. */
  private static final int LEAST_BLOCKS = 20;

  private static final double LEAST_SHARE = 0.1;
  private static final double STEP = 0.5;

  /** What is this much quieter than the noise, in dB, has none under it. */
  private static final double WITHOUT = 6;

  /** Noise that lies under everything has nothing below it but for so much of its own time. */
  private static final double MOST_WITHOUT = 0.1;

  /** Of its peaks of 5 ms, two of a hundred are higher than {@link #peak}. */
  private static final double MOST_PEAKS = 0.98;

  /** Between two parts of it that are nearer than this, in blocks, is no word. */
  private static final int GAP = 5;

  private final double level;
  private final double peak;
  private final boolean floor;
  private final List<SpeechSegment> stretches;

  private SteadyNoise(double level, double peak, boolean floor, List<SpeechSegment> stretches) {
    this.level = level;
    this.peak = peak;
    this.floor = floor;
    this.stretches = List.copyOf(stretches);
  }

  /**
   * Finds the quietest noise.
   *
   * @param blocks the level of each block of {@link SpeechThreshold#BLOCK} steps, in dB
   */
  static SteadyNoise of(LoudnessCurve curve, double[] blocks) {
    double[] runs = new double[Math.max(0, blocks.length - RUN + 1)];
    for (int i = 0; i < runs.length; i++) {
      double[] run = Arrays.copyOfRange(blocks, i, i + RUN);
      boolean even =
          Arrays.stream(run).max().orElse(0) - Arrays.stream(run).min().orElse(0) <= EVEN;
      runs[i] = even ? Arrays.stream(run).average().orElse(0) : Double.NaN;
    }
    double least = Math.max(LEAST_BLOCKS, LEAST_SHARE * blocks.length);
    double quietest = Arrays.stream(runs).filter(r -> r > SpeechThreshold.QUIETEST).min().orElse(1);
    for (double from = quietest; from <= 0; from += STEP) {
      BitSet even = near(runs, from + SAME / 2);
      if (even.cardinality() >= least) {
        double level = median(even.stream().mapToDouble(i -> blocks[i]));
        return of(curve, blocks, near(runs, level), level);
      }
    }
    return new SteadyNoise(LoudnessCurve.FLOOR, LoudnessCurve.FLOOR, false, List.of());
  }

  private static SteadyNoise of(LoudnessCurve curve, double[] blocks, BitSet even, double level) {
    double[] peaks =
        even.stream()
            .map(block -> block * SpeechThreshold.BLOCK)
            .flatMap(first -> IntStream.range(first, first + SpeechThreshold.BLOCK))
            .mapToDouble(curve::peak)
            .sorted()
            .toArray();
    double peak = peaks[(int) (MOST_PEAKS * (peaks.length - 1))];
    long without = 0;
    for (int i = 0; i < blocks.length; i++) {
      without += blocks[i] < level - WITHOUT && !even.get(i) ? 1 : 0;
    }
    boolean floor = without <= MOST_WITHOUT * even.cardinality();
    return new SteadyNoise(level, peak, floor, stretches(even));
  }

  /** The blocks of the runs whose level is near. */
  private static BitSet near(double[] runs, double level) {
    BitSet even = new BitSet();
    for (int i = 0; i < runs.length; i++) {
      if (Math.abs(runs[i] - level) <= SAME) {
        even.set(i, i + RUN);
      }
    }
    return even;
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Where it is heard for a second and more. */
  private static List<SpeechSegment> stretches(BitSet even) {
    List<SpeechSegment> found = new ArrayList<>();
    for (int from = even.nextSetBit(0); from >= 0; ) {
      int to = even.nextClearBit(from);
      int next = even.nextSetBit(to);
      while (next >= 0 && next - to <= GAP) {
        to = even.nextClearBit(next);
        next = even.nextSetBit(to);
      }
      if (to - from >= LEAST_BLOCKS) {
        double block = SpeechThreshold.BLOCK * LoudnessCurve.STEP_SECONDS;
        found.add(new SpeechSegment(from * block, to * block));
      }
      from = next;
    }
    return found;
  }

  /** In dB of full scale; {@link LoudnessCurve#FLOOR} if there is none. */
  double level() {
    return level;
  }

  /** What its peaks of 5 ms seldom exceed, in dB of full scale. */
  double peak() {
    return peak;
  }

  /** Whether it lies under all of the narration, not beside it. */
  boolean isFloor() {
    return floor;
  }

  /** What of some segments is not this noise alone. */
  List<SpeechSegment> removedFrom(List<SpeechSegment> segments) {
    List<SpeechSegment> left = new ArrayList<>(segments);
    for (SpeechSegment noise : stretches) {
      List<SpeechSegment> parts = new ArrayList<>();
      for (SpeechSegment segment : left) {
        add(parts, segment.start(), Math.min(segment.end(), noise.start()));
        add(parts, Math.max(segment.start(), noise.end()), segment.end());
      }
      left = parts;
    }
    return left;
  }

  private static void add(List<SpeechSegment> parts, double start, double end) {
    if (end - start >= LoudnessCurve.SHORTEST_SPEECH) {
      parts.add(new SpeechSegment(start, end));
    }
  }
}
