package dev.makevideo.activities.speech;

import java.util.Arrays;

/**
 * Says from which volume on sound counts as speech: so far below the level of the speech itself,
 * and above the noise between. The level is taken over the time in which somebody speaks, as ITU-T
 * P.56 has it, so that long pauses and quiet noise change nothing. Stateless.
 */
final class SpeechThreshold {
  /** A pause is this much quieter than speech, in dB; peaks of 5 ms are compared with the level. */
  static final double BELOW_SPEECH = 8.5;

  /** What is further below the level than this is no speech: the margin of P.56. */
  private static final double MARGIN = 15.9;

  /** The level is taken of blocks of 50 ms: a consonant is no pause. */
  private static final int BLOCK = 10;

  /** Peaks of noise are seldom further above its level, in dB. */
  private static final double ABOVE_NOISE = 11;

  /** Noise that is louder than this below speech cannot be told from it. */
  private static final double LEAST_BELOW_SPEECH = 4;

  /** Less quiet time, in blocks, says nothing about the noise. */
  private static final int LEAST_QUIET = 10;

  private static final int ROUNDS = 20;

  private SpeechThreshold() {}

  /** In dB of full scale. */
  static double of(LoudnessCurve curve) {
    double[] blocks = blocks(curve);
    double level = activeLevel(blocks);
    double noise = noise(blocks, level);
    double threshold = Math.max(level - BELOW_SPEECH, noise + ABOVE_NOISE);
    return Math.min(threshold, level - LEAST_BELOW_SPEECH);
  }

  private static double[] blocks(LoudnessCurve curve) {
    double[] blocks = new double[Math.max(1, curve.steps() / BLOCK)];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = curve.power(i * BLOCK, Math.min(curve.steps(), (i + 1) * BLOCK));
    }
    return blocks;
  }

  /** The mean of the blocks that are not far below it: found by repetition. */
  private static double activeLevel(double[] blocks) {
    double level = decibels(Arrays.stream(blocks).average().orElse(0));
    for (int i = 0; i < ROUNDS; i++) {
      double least = level - MARGIN;
      double next =
          decibels(Arrays.stream(blocks).filter(b -> decibels(b) >= least).average().orElse(0));
      if (Math.abs(next - level) < 0.01) {
        return next;
      }
      level = next;
    }
    return level;
  }

  /** The level of the noise between the speech: a quarter of the quiet blocks are quieter. */
  private static double noise(double[] blocks, double level) {
    double[] quiet =
        Arrays.stream(blocks)
            .map(SpeechThreshold::decibels)
            .filter(block -> block < level - MARGIN)
            .sorted()
            .toArray();
    return quiet.length < LEAST_QUIET ? LoudnessCurve.FLOOR : quiet[quiet.length / 4];
  }

  private static double decibels(double power) {
    return power <= 0 ? LoudnessCurve.FLOOR : Math.max(LoudnessCurve.FLOOR, 10 * Math.log10(power));
  }
}
