package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.speech.ScriptSentences.Verdict;
import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Lays a script beside what was heard: which words are said when, which sentences are not said, and
 * what is said that is not written. Immutable.
 */
final class ScriptMatch {
  /** Fewer words in a row that are heard and not written are words misheard. */
  static final int LEAST_ADDED = 4;

  private final List<ScriptWord> script;
  private final List<Word> heard;
  private final TokenList written;
  private final TokenList spoken;
  private final int[] pairs;
  private final ScriptSentences sentences;

  private ScriptMatch(
      List<ScriptWord> script, List<Word> heard, List<Boolean> sure, String language) {
    this.script = script;
    this.heard = heard;
    WordTokens tokens = new WordTokens(language);
    written = TokenList.of(tokens, script.stream().map(ScriptWord::text).toList());
    spoken = TokenList.of(tokens, heard.stream().map(Word::text).toList());
    pairs = SentencePairs.of(script, written, spoken);
    sentences = ScriptSentences.of(script, written, spoken, sure, pairs);
  }

  /**
   * Compares.
   *
   * @param sure of each heard word whether it was recognized with confidence
   * @param language BCP 47 tag of both
   */
  static ScriptMatch of(
      List<ScriptWord> script, List<Word> heard, List<Boolean> sure, String language) {
    return new ScriptMatch(script, heard, sure, language);
  }

  /**
   * How much of the shorter one of script and speech is found in the other, from 0 to 1: a script
   * may have sentences that are not said, and the speech some that are not written. Counted in
   * letters, those of words that are only alike by half: short words are in every text.
   */
  double agreement() {
    return share(i -> true);
  }

  /**
   * The same, but counted are only words of which one beside is found beside it. Two texts of one
   * language share a third of their letters by chance, one small word here and there; measured on
   * nine texts, no more than 0.06 of that is together, and 0.1 and more where each second word of
   * the right text is misheard.
   */
  double togetherness() {
    return share(i -> follows(i) || (i + 1 < pairs.length && follows(i + 1)));
  }

  private boolean follows(int token) {
    return token > 0 && pairs[token - 1] >= 0 && pairs[token] == pairs[token - 1] + 1;
  }

  private double share(IntPredicate counts) {
    double matched = 0;
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] >= 0 && counts.test(i)) {
        String text = written.texts().get(i);
        boolean equal = spoken.texts().get(pairs[i]).equals(text);
        matched += equal ? text.length() : text.length() / 2.0;
      }
    }
    long shorter = Math.min(letters(written), letters(spoken));
    return shorter == 0 ? 0 : Math.min(1, matched / shorter);
  }

  private static long letters(TokenList tokens) {
    return tokens.texts().stream().mapToLong(String::length).sum();
  }

  /** The words of the script without those of sentences that are not said. */
  boolean[] said() {
    boolean[] said = new boolean[script.size()];
    for (ScriptSentences.Sentence sentence : sentences.all()) {
      Arrays.fill(
          said, sentence.firstWord(), sentence.endWord(), sentence.verdict() == Verdict.SAID);
    }
    return said;
  }

  /** Sentences in whose place nothing is said. */
  List<String> missing() {
    return texts(Verdict.MISSING);
  }

  /** Sentences in whose place something else is said. */
  List<String> changed() {
    return texts(Verdict.CHANGED);
  }

  private List<String> texts(Verdict verdict) {
    return sentences.all().stream()
        .filter(sentence -> sentence.verdict() == verdict)
        .map(sentence -> text(sentence.firstWord(), sentence.endWord()))
        .toList();
  }

  private String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (ScriptWord word : script.subList(from, to)) {
      text.append(text.isEmpty() || word.attached() ? "" : " ").append(word.text());
    }
    return text.toString();
  }

  /** What is said between the sentences of the script, and is in none of them. */
  List<String> added() {
    boolean[] claimed = sentences.claimed();
    List<String> added = new ArrayList<>();
    for (int from = 0; from < claimed.length; ) {
      int to = from;
      while (to < claimed.length && !claimed[to]) {
        to++;
      }
      if (to - from >= LEAST_ADDED) {
        added.add(heardText(spoken.word(from), spoken.word(to - 1) + 1));
      }
      from = Math.max(to, from + 1);
    }
    return added;
  }

  private String heardText(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (Word word : heard.subList(from, to)) {
      text.append(text.isEmpty() || word.attached() ? "" : " ").append(word.text());
    }
    return text.toString();
  }

  /** When each word of the script was heard, in seconds, or NaN. */
  double[] starts() {
    double[] starts = new double[script.size()];
    Arrays.fill(starts, Double.NaN);
    for (int i = 0; i < pairs.length; i++) {
      boolean first = i == 0 || written.word(i - 1) != written.word(i);
      if (first && pairs[i] >= 0) {
        Word at = heard.get(spoken.word(pairs[i]));
        // Within a heard word of several tokens, time goes evenly.
        starts[written.word(i)] = at.start() + spoken.share(pairs[i]) * (at.end() - at.start());
      }
    }
    return starts;
  }

  /** The heard words that stand for words of the script, those misheard between them included. */
  List<Word> heardOfScript() {
    boolean[] used = new boolean[heard.size()];
    boolean[] said = said();
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] >= 0 && said[written.word(i)]) {
        used[spoken.word(pairs[i])] = true;
      }
    }
    List<Word> words = new ArrayList<>();
    for (int from = 0; from < used.length; ) {
      int to = from;
      while (to < used.length && !used[to]) {
        to++;
      }
      if (to == from || to - from < LEAST_ADDED) {
        words.addAll(heard.subList(from, Math.max(to, from + 1)));
      }
      from = Math.max(to, from + 1);
    }
    return words;
  }
}
