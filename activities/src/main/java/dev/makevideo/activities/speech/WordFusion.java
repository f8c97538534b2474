package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts together when words were heard by the model and when they should be said by the pauses. Both
 * are off by some hundredths of a second, but in different ways: the mean of both is nearer to the
 * truth than either (measured: medians of 41 and 50 ms become 32). Where they are far apart, the
 * pauses are misleading, as over music, and the model is believed. Stateless.
 */
final class WordFusion {
  /** Up to this distance, in seconds, both count the same. */
  private static final double NEAR = 0.2;

  /** From this distance on only the model counts. */
  private static final double FAR = 0.5;

  /** A word that begins at a pause's end begins there. */
  private static final double AT_ONSET = 0.011;

  private static final double SNAP = 0.2;
  private static final int LEAST_HEARD = 3;

  private WordFusion() {}

  /**
   * Words with their final times.
   *
   * @param words as they are by the pauses
   * @param heard when the model heard each, or NaN
   * @param speech the segments that the pauses leave
   */
  static List<Word> of(
      List<Word> words, double[] heard, List<SpeechSegment> speech, double duration) {
    double[] pauses = words.stream().mapToDouble(Word::start).toArray();
    double[] starts = pauses;
    double[] believed = inSpeech(heard, speech);
    if (Arrays.stream(believed).filter(at -> !Double.isNaN(at)).count() >= LEAST_HEARD) {
      starts = fused(pauses, believed, speech);
    }
    double[] ends = new double[starts.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = end(words.get(i), starts[i], speech);
    }
    List<WordTimes.Text> texts = words.stream().map(WordTimes.Text::of).toList();
    return WordTimes.orderly(texts, starts, ends, duration);
  }

  /** A word that was heard where nothing is said was said elsewhere. */
  private static double[] inSpeech(double[] heard, List<SpeechSegment> speech) {
    return Arrays.stream(heard)
        .map(
            at ->
                speech.stream().anyMatch(s -> at > s.start() - FAR && at < s.end() + FAR)
                    ? at
                    : Double.NaN)
        .toArray();
  }

  private static double[] fused(double[] pauses, double[] heard, List<SpeechSegment> speech) {
    double[] off = filled(smoothed(difference(pauses, heard)));
    double[] starts = new double[pauses.length];
    for (int i = 0; i < starts.length; i++) {
      double distance = (Math.abs(off[i]) - NEAR) / (FAR - NEAR);
      double weight = 0.5 + 0.5 * Math.min(1, Math.max(0, distance));
      starts[i] = pauses[i] + weight * off[i];
      double onset = nearestOnset(speech, pauses[i]);
      boolean atOnset = Math.abs(onset - pauses[i]) <= AT_ONSET;
      if (atOnset && Math.abs(off[i]) <= SNAP) {
        starts[i] = onset;
      }
    }
    return starts;
  }

  /**
   * Model less pauses; the model is early and the pauses late as a rule, so half of that is not.
   */
  private static double[] difference(double[] pauses, double[] heard) {
    double[] off = new double[pauses.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = heard[i] - pauses[i];
    }
    double[] known = Arrays.stream(off).filter(value -> Math.abs(value) <= FAR).sorted().toArray();
    double usual = known.length == 0 ? 0 : known[known.length / 2];
    for (int i = 0; i < off.length; i++) {
      off[i] -= usual / 2;
    }
    return off;
  }

  /** Between words that were heard, the difference changes evenly. */
  private static double[] filled(double[] off) {
    double[] all = off.clone();
    int last = -1;
    for (int i = 0; i < all.length; i++) {
      if (Double.isNaN(off[i])) {
        continue;
      }
      for (int k = last + 1; k < i; k++) {
        all[k] = last < 0 ? off[i] : off[last] + (off[i] - off[last]) * (k - last) / (i - last);
      }
      last = i;
    }
    for (int k = last + 1; k < all.length; k++) {
      all[k] = off[last];
    }
    return all;
  }

  /** The median of each and its neighbours, of those that were heard. */
  private static double[] smoothed(double[] off) {
    int[] heard = IntStream.range(0, off.length).filter(i -> !Double.isNaN(off[i])).toArray();
    double[] smooth = off.clone();
    for (int k = 1; k + 1 < heard.length; k++) {
      double before = off[heard[k - 1]];
      double here = off[heard[k]];
      double after = off[heard[k + 1]];
      double most = Math.max(before, Math.max(here, after));
      double least = Math.min(before, Math.min(here, after));
      smooth[heard[k]] = before + here + after - most - least;
    }
    return smooth;
  }

  private static double nearestOnset(List<SpeechSegment> speech, double at) {
    double best = Double.POSITIVE_INFINITY;
    for (SpeechSegment segment : speech) {
      best = Math.abs(segment.start() - at) < Math.abs(best - at) ? segment.start() : best;
    }
    return best;
  }

  /** Where the sound ends after which the next word does not follow at once. */
  private static double end(Word word, double start, List<SpeechSegment> speech) {
    double longest = start + SpokenSegments.longest(word);
    for (SpeechSegment segment : speech) {
      if (segment.end() > start + ScriptAligner.SHORTEST_WORD && segment.start() <= start + SNAP) {
        return Math.min(segment.end(), longest);
      }
    }
    return longest;
  }
}
