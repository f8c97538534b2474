package dev.makevideo.activities.speech;

import java.util.List;

/**
 * Removes what recognizers invent when they hear nothing: the same phrase again and again, in no
 * time. A refrain takes its time and stays.
 */
final class SpeechLoops {
  private static final int LEAST_WORDS = 2;
  private static final int MOST_WORDS = 40;
  private static final int LEAST_TIMES = 3;

  /** So many words in no time at all are invented though they come a second time only. */
  private static final int LEAST_TWICE = 3;

  /** Nobody says a word in less, in seconds. */
  private static final double NO_TIME = 0.05;

  private static final double NONE = 0.005;

  private SpeechLoops() {}

  /**
   * @param words what is said; loses the loops
   * @param spans start and end of each word; loses the same
   */
  static void remove(List<WordTimes.Text> words, List<double[]> spans) {
    List<String> letters =
        new java.util.ArrayList<>(
            words.stream().map(word -> HeardText.letters(word.text())).toList());
    for (int at = 0; at < letters.size(); at++) {
      for (int length = LEAST_WORDS; length <= MOST_WORDS; length++) {
        int times = times(letters, at, length);
        int again = (times - 1) * length;
        boolean often = times >= LEAST_TIMES && takes(NO_TIME, spans, at + length, again);
        boolean twice = again >= LEAST_TWICE && takes(NONE, spans, at + length, again);
        if (often || twice) {
          // The first may be what was said.
          int from = often && takes(NO_TIME, spans, at, length) ? at : at + length;
          int to = at + times * length;
          words.subList(from, to).clear();
          spans.subList(from, to).clear();
          letters.subList(from, to).clear();
        }
      }
    }
  }

  private static int times(List<String> words, int at, int length) {
    int times = 1;
    while (at + (times + 1) * length <= words.size()
        && words
            .subList(at, at + length)
            .equals(words.subList(at + times * length, at + (times + 1) * length))) {
      times++;
    }
    return times;
  }

  /** Whether so many words take no longer than so many seconds each. */
  private static boolean takes(double seconds, List<double[]> spans, int from, int count) {
    double spoken =
        spans.subList(from, from + count).stream().mapToDouble(span -> span[1] - span[0]).sum();
    return spoken <= seconds * count;
  }
}
