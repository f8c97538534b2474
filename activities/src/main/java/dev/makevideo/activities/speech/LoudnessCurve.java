package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How loud a narration is over time: peak and power of every 5 ms, read from raw 16-bit
 * little-endian stereo samples. Both channels count by themselves, as a sum of opposite phases
 * would be silent. Not thread-safe.
 */
final class LoudnessCurve {
  static final int RATE = 16_000;
  static final double FLOOR = -100;

  /** A pause is no shorter; the closure of a consonant seldom lasts so long. */
  static final double SHORTEST_PAUSE = 0.1;

  /** What is louder for a shorter time than this is a click, not speech. */
  static final double SHORTEST_SPEECH = 0.03;

  private static final int STEP = RATE / 200;
  static final double STEP_SECONDS = (double) STEP / RATE;
  private static final int SAMPLE_BYTES = 4;
  private static final double FULL_SCALE = 32_768;

  private int[] peaks = new int[12_000];
  private float[] powers = new float[12_000];
  private int steps;
  private long samples;
  private double squares;

  /** Reads to the end; an incomplete last sample is dropped. */
  void read(InputStream raw) throws IOException {
    InputStream in = new BufferedInputStream(raw, 1 << 16);
    byte[] block = new byte[STEP * SAMPLE_BYTES];
    int got;
    while ((got = in.readNBytes(block, 0, block.length)) >= SAMPLE_BYTES) {
      add(block, got / SAMPLE_BYTES);
    }
  }

  private void add(byte[] block, int count) {
    int peak = 0;
    double power = 0;
    for (int i = 0; i < count * 2; i++) {
      int value = (short) ((block[2 * i] & 0xff) | block[2 * i + 1] << 8);
      peak = Math.max(peak, Math.abs(value));
      power += (double) value * value;
    }
    squares += power;
    if (steps == peaks.length) {
      peaks = Arrays.copyOf(peaks, steps * 2);
      powers = Arrays.copyOf(powers, steps * 2);
    }
    powers[steps] = (float) (power / (2 * count) / (FULL_SCALE * FULL_SCALE));
    peaks[steps++] = peak;
    samples += count;
  }

  /** In seconds. */
  double duration() {
    return (double) samples / RATE;
  }

  /** The highest peak in dB of full scale. */
  double peakVolume() {
    int peak = 0;
    for (int i = 0; i < steps; i++) {
      peak = Math.max(peak, peaks[i]);
    }
    return decibels(peak / FULL_SCALE);
  }

  /** Root mean square in dB of full scale. */
  double meanVolume() {
    return samples == 0 ? FLOOR : decibels(Math.sqrt(squares / (2 * samples)) / FULL_SCALE);
  }

  /** How many steps of {@link #STEP_SECONDS} there are. */
  int steps() {
    return steps;
  }

  /** The peak of a step in dB of full scale. */
  double peak(int step) {
    return decibels(peaks[step] / FULL_SCALE);
  }

  /** The mean power of some steps; 1 is that of full scale. */
  double power(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += powers[i];
    }
    return sum / (to - from);
  }

  /** What lies between pauses: times of at least {@link #SHORTEST_PAUSE} below the threshold. */
  List<SpeechSegment> speech(double threshold) {
    double level = Math.pow(10, threshold / 20) * FULL_SCALE;
    List<SpeechSegment> found = new ArrayList<>();
    int first = -1;
    int last = -1;
    for (int i = 0; i < steps; i++) {
      if (peaks[i] < level) {
        continue;
      }
      if (first >= 0 && (i - last - 1) * STEP_SECONDS >= SHORTEST_PAUSE) {
        keep(found, first, last);
        first = i;
      }
      first = first < 0 ? i : first;
      last = i;
    }
    if (first >= 0) {
      keep(found, first, last);
    }
    return found;
  }

  private void keep(List<SpeechSegment> found, int first, int last) {
    double start = first * STEP_SECONDS;
    double end = Math.min(duration(), (last + 1) * STEP_SECONDS);
    if (end - start >= SHORTEST_SPEECH) {
      found.add(new SpeechSegment(start, end));
    }
  }

  private static double decibels(double ratio) {
    return ratio <= 0 ? FLOOR : Math.max(FLOOR, 20 * Math.log10(ratio));
  }
}
