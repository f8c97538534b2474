package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.script.ScriptWord.Break;
import java.util.List;

/**
 * Pairs written tokens with heard ones so that a sentence stays together: where its end is heard
 * twice, with other words between, it is the first. Stateless.
 */
final class SentencePairs {
  private SentencePairs() {}

  /** For each written token the heard one in its place, or -1. */
  static int[] of(List<ScriptWord> script, TokenList written, TokenList spoken) {
    int[] pairs = TokenAlignment.of(written.texts(), spoken.texts());
    for (int from = 0; from < pairs.length; ) {
      int end = from + 1;
      while (end < pairs.length && !endsBefore(end, script, written)) {
        end++;
      }
      closeUp(pairs, from, end, spoken.texts());
      from = end;
    }
    return pairs;
  }

  private static boolean endsBefore(int token, List<ScriptWord> script, TokenList written) {
    for (int word = written.word(token - 1); word < written.word(token); word++) {
      if (script.get(word).after() == Break.SENTENCE) {
        return true;
      }
    }
    return false;
  }

  /** Moves the end of a sentence to the rest of it, if it is heard there too. */
  private static void closeUp(int[] pairs, int from, int end, List<String> heard) {
    int last = end - 1;
    while (last > from && pairs[last] < 0) {
      last--;
    }
    for (int i = last; i > from && pairs[i] >= 0 && pairs[i - 1] >= 0; i--) {
      int by = pairs[i] - pairs[i - 1] - 1;
      if (by == 0) {
        continue;
      }
      boolean same = true;
      for (int k = i; k <= last; k++) {
        same &= pairs[k] >= 0 && heard.get(pairs[k] - by).equals(heard.get(pairs[k]));
      }
      for (int k = i; same && k <= last; k++) {
        pairs[k] -= by;
      }
      return;
    }
  }
}
