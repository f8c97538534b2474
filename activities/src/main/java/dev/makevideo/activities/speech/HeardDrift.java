package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far captions are from what the recognizer heard: it hears when each word is said without
 * knowing what is shown when, so it is a witness of its own. Its times are off by up to 0.2 s now
 * and then; of three cues in a row the middle distance counts, so that one such slip is no drift.
 * Stateless.
 */
final class HeardDrift {
  /** From this distance on, in seconds, people see that captions are out of step. */
  static final double OUT_OF_STEP = 0.5;

  private HeardDrift() {}

  /**
   * The largest distance in seconds between a cue's start and when its first word was heard.
   *
   * @param cues of these words, in order of time
   * @param words as they are shown
   * @param heardAt when each of them was heard, in seconds, or -1; as many as there are words
   */
  static double largest(List<Cue> cues, List<Word> words, List<Double> heardAt) {
    List<Double> distances = new ArrayList<>();
    int word = 0;
    for (Cue cue : cues) {
      double start = cue.words().get(0).start();
      while (word + 1 < words.size()
          && Math.abs(words.get(word + 1).start() - start)
              <= Math.abs(words.get(word).start() - start)) {
        word++;
      }
      if (heardAt.get(word) >= 0) {
        distances.add(Math.abs(cue.start() - heardAt.get(word)));
      }
    }
    return Math.round(1000 * largest(distances)) / 1000.0;
  }

  private static double largest(List<Double> distances) {
    int n = distances.size();
    if (n < 3) {
      return distances.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
    double largest = 0;
    for (int i = 1; i + 1 < n; i++) {
      double before = distances.get(i - 1);
      double here = distances.get(i);
      double after = distances.get(i + 1);
      double middle = Math.max(Math.min(before, here), Math.min(Math.max(before, here), after));
      largest = Math.max(largest, middle);
    }
    return largest;
  }

  /** What to tell of a drift that people see. */
  static List<String> warnings(double drift) {
    return drift < OUT_OF_STEP
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "captions are up to %.1f s away from what is heard: see that the script is the"
                    + " narration's",
                drift));
  }
}
