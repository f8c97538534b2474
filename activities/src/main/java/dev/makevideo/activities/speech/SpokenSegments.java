package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps of what is loud what is speech: music, applause and noise are loud too, but no words were
 * heard in them. Stateless.
 */
final class SpokenSegments {
  /** Sound may end so long after the last word that was heard. */
  private static final double MARGIN = 0.3;

  /** And begin so long before the first: the model hears a word after a pause late. */
  private static final double BEFORE = 0.4;

  /** A segment shares so much with its run, in seconds. */
  private static final double LEAST_SHARED = 0.12;

  /** Nobody draws a word out for longer, in seconds and in seconds a letter. */
  private static final double LONGEST_WORD = 0.6;

  private static final double PER_LETTER = 0.12;

  private SpokenSegments() {}

  /**
   * The parts of the loud segments near words.
   *
   * @param words in order; if there are none, nothing is speech
   */
  static List<SpeechSegment> of(List<SpeechSegment> loud, List<Word> words) {
    List<SpeechSegment> runs = runs(words);
    List<SpeechSegment> spoken = new ArrayList<>();
    for (SpeechSegment segment : loud) {
      for (SpeechSegment run : runs) {
        if (!belongs(segment, run)) {
          continue;
        }
        double start = inside(segment.start(), run.start());
        double end = Math.min(segment.end(), run.end() + MARGIN);
        if (end - start >= LoudnessCurve.SHORTEST_SPEECH) {
          spoken.add(new SpeechSegment(start, end));
        }
      }
    }
    return spoken.isEmpty() ? runs : spoken;
  }

  /** What begins when a run ends is the speech after it. */
  private static boolean belongs(SpeechSegment segment, SpeechSegment run) {
    double shared =
        Math.min(segment.end(), run.end()) - Math.max(segment.start(), run.start() - MARGIN);
    return shared >= Math.min(LEAST_SHARED, segment.length() / 2);
  }

  /** Where sound was loud before, the word's own start is the better one. */
  private static double inside(double loud, double word) {
    return loud < word - BEFORE ? word : loud;
  }

  /** Words that follow each other within the margins. */
  private static List<SpeechSegment> runs(List<Word> words) {
    List<SpeechSegment> runs = new ArrayList<>();
    for (Word word : words) {
      double end = Math.min(word.end(), word.start() + longest(word));
      int last = runs.size() - 1;
      if (last >= 0 && word.start() - runs.get(last).end() <= 2 * MARGIN) {
        SpeechSegment run = runs.get(last);
        runs.set(last, new SpeechSegment(run.start(), Math.max(run.end(), end)));
      } else {
        runs.add(new SpeechSegment(word.start(), end));
      }
    }
    return runs;
  }

  /** How long a word may take, in seconds. */
  static double longest(Word word) {
    return longest(word.text());
  }

  static double longest(String word) {
    return LONGEST_WORD + PER_LETTER * word.codePoints().count();
  }
}
