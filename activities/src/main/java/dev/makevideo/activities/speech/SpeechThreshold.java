package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.Arrays;
import java.util.List;

/**
 * Says from which volume on sound counts as speech: so far below the level of the speech itself,
 * and above the noise between. The level is taken over the time in which somebody speaks, as ITU-T
 * P.56 has it, so that long pauses and quiet noise change nothing. Noise that is nearly as loud is
 * known by its evenness ({@link SteadyNoise}). Stateless.
 */
final class SpeechThreshold {
  /** A pause is this much quieter than speech, in dB; peaks of 5 ms are compared with the level. */
  static final double BELOW_SPEECH = 8.5;

  /** What is further below the level than this is no speech: the margin of P.56. */
  private static final double MARGIN = 15.9;

  /** The level is taken of blocks of 50 ms: a consonant is no pause. */
  static final int BLOCK = 10;

  /** Peaks of noise are seldom further above its level, in dB. */
  private static final double ABOVE_NOISE = 11;

  /** A threshold that is higher than this below speech would cut into it, in dB. */
  private static final double LEAST_BELOW_SPEECH = 4;

  /** Less time, in blocks, says nothing about a level. */
  private static final int LEAST_QUIET = 10;

  private static final int ROUNDS = 20;

  /** In dB of full scale; nothing below it is noise that anybody hears. */
  static final double QUIETEST = -90;

  /** What is louder than steady noise by this, in dB, is not the noise alone. */
  private static final double BESIDE_NOISE = 4;

  /** Steady noise nearer than this to the level of speech may be the speech, in dB. */
  private static final double LEAST_CLEAR = 5;

  private static final double ABOVE_PEAKS = 1;

  /** The vowels of speech are so much louder than its level, in dB. */
  private static final double VOWELS = 3;

  private SpeechThreshold() {}

  /** In dB of full scale. */
  static double of(LoudnessCurve curve) {
    double[] blocks = blocks(curve);
    double level = activeLevel(blocks);
    SteadyNoise steady = SteadyNoise.of(curve, inDecibels(blocks));
    if (steady.isFloor() && isAmong(steady, blocks)) {
      double voice = voice(blocks, steady);
      double threshold = Math.max(voice - BELOW_SPEECH, steady.peak() + ABOVE_PEAKS);
      return Math.min(threshold, voice + VOWELS);
    }
    double noise = noise(blocks, level);
    double threshold = Math.max(level - BELOW_SPEECH, noise + ABOVE_NOISE);
    return Math.min(threshold, level - LEAST_BELOW_SPEECH);
  }

  /** What is loud and not noise alone. */
  static List<SpeechSegment> speech(LoudnessCurve curve) {
    double[] blocks = blocks(curve);
    List<SpeechSegment> loud = curve.speech(of(curve));
    SteadyNoise steady = SteadyNoise.of(curve, inDecibels(blocks));
    List<SpeechSegment> left = isAmong(steady, blocks) ? steady.removedFrom(loud) : loud;
    return left.isEmpty() ? loud : left;
  }

  /** Whether noise is so loud that it would count as speech, and can still be told from it. */
  private static boolean isAmong(SteadyNoise noise, double[] blocks) {
    return noise.level() >= activeLevel(blocks) - MARGIN
        && noise.level() <= voice(blocks, noise) - LEAST_CLEAR;
  }

  /** The level of what is louder than the noise. */
  private static double voice(double[] blocks, SteadyNoise noise) {
    double[] louder =
        Arrays.stream(blocks).filter(b -> decibels(b) > noise.level() + BESIDE_NOISE).toArray();
    return louder.length < LEAST_QUIET ? noise.level() : activeLevel(louder);
  }

  private static double[] inDecibels(double[] blocks) {
    return Arrays.stream(blocks).map(SpeechThreshold::decibels).toArray();
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
