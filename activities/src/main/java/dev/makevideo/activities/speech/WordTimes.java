package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.script.ScriptWord.Break;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;

/** Puts word times in order. */
final class WordTimes {
  private WordTimes() {}

  /** A word as it is written; see {@link Word#attached} and {@link Word#ends}. */
  record Text(String text, boolean attached, boolean ends) {
    /** A word whose signs tell whether a sentence ends with it. */
    Text(String text, boolean attached) {
      this(text, attached, false);
    }

    static Text of(ScriptWord word) {
      return new Text(word.text(), word.attached(), word.after() == Break.SENTENCE);
    }

    static Text of(Word word) {
      return new Text(word.text(), word.attached(), word.ends());
    }
  }

  /**
   * Words in order whose starts grow by at least {@link ScriptAligner#SHORTEST_WORD}, that do not
   * overlap and end within the duration. Times that are so already stay as they are.
   *
   * @param texts at most {@code duration / SHORTEST_WORD}
   */
  static List<Word> orderly(List<Text> texts, double[] starts, double[] ends, double duration) {
    int n = texts.size();
    double step = Math.min(ScriptAligner.SHORTEST_WORD, duration / Math.max(1, n));
    double[] at = new double[n];
    for (int i = 0; i < n; i++) {
      double least = i == 0 ? 0 : at[i - 1] + step;
      double most = Math.max(least, duration - step * (n - i));
      at[i] = Math.min(Math.max(starts[i], least), most);
    }
    for (int i = n - 1; i >= 0; i--) {
      at[i] = Math.max(0, Math.min(at[i], (i == n - 1 ? duration : at[i + 1]) - step));
    }
    List<Word> words = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      double next = i == n - 1 ? duration : at[i + 1];
      double end = Math.max(Math.min(ends[i], next), Math.min(next, at[i] + step));
      Text text = texts.get(i);
      words.add(
          new Word(
              text.text(),
              round(at[i]),
              round(Math.max(at[i], end)),
              text.attached(),
              text.ends()));
    }
    return words;
  }

  private static double round(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
