package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.subtitle.SpeechSegment;
import dev.makevideo.activities.subtitle.Word;
import java.util.List;

/**
 * Finds when the words of a script are spoken, from nothing but the pauses of the speech.
 *
 * <p>{@link PauseMatch} decides which pause stands between which words; between two such pauses the
 * words are spread over the time that is spoken, by their expected lengths. Stateless.
 */
final class ScriptAligner {
  /** Words closer than this cannot be told apart, in seconds. */
  static final double SHORTEST_WORD = 0.02;

  private ScriptAligner() {}

  /**
   * Aligns a script.
   *
   * @param words at least one, and at most {@code duration / SHORTEST_WORD}
   * @param speech the stretches of speech; if empty, all of the duration counts as one
   */
  static List<Word> align(List<ScriptWord> words, List<SpeechSegment> speech, double duration) {
    List<SpeechSegment> stretches =
        speech.isEmpty() ? List.of(new SpeechSegment(0, duration)) : speech;
    List<PauseMatch.Anchor> anchors = PauseMatch.find(words, stretches);
    double[] starts = new double[words.size()];
    double[] ends = new double[words.size()];
    for (int k = 0; k + 1 < anchors.size(); k++) {
      PauseMatch.Anchor from = anchors.get(k);
      PauseMatch.Anchor to = anchors.get(k + 1);
      spread(
          words.subList(from.word(), to.word()),
          stretches.subList(from.stretch(), to.stretch()),
          from.word(),
          starts,
          ends);
    }
    return WordTimes.orderly(
        words.stream().map(WordTimes.Text::of).toList(), starts, ends, duration);
  }

  private static void spread(
      List<ScriptWord> words, List<SpeechSegment> speech, int at, double[] starts, double[] ends) {
    double weight = words.stream().mapToDouble(ScriptWord::weight).sum();
    double spoken = speech.stream().mapToDouble(SpeechSegment::length).sum();
    double done = 0;
    for (int i = 0; i < words.size(); i++) {
      starts[at + i] = timeOf(speech, spoken * done / weight, true);
      done += words.get(i).weight();
      ends[at + i] = timeOf(speech, Math.min(spoken, spoken * done / weight), false);
    }
  }

  /** The time at which so much has been spoken; at a pause, its end if {@code after}. */
  private static double timeOf(List<SpeechSegment> speech, double spoken, boolean after) {
    double left = spoken;
    for (SpeechSegment stretch : speech) {
      if (after ? left < stretch.length() : left <= stretch.length()) {
        return stretch.start() + left;
      }
      left -= stretch.length();
    }
    return speech.get(speech.size() - 1).end();
  }
}
