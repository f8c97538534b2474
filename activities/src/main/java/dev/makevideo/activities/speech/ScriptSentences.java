package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.script.ScriptWord.Break;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Decides of each sentence of a script whether it is said. Immutable. */
final class ScriptSentences {
  /** Up to this share of a sentence may be misheard, and it counts as said. */
  private static final double SAID = 0.5;

  /**
   * A sentence that is misheard has at least this share of letters in common with what is heard.
   */
  private static final double SOUNDS_ALIKE = 0.5;

  /** Shorter ones are believed if anything at all is heard in their place, in tokens. */
  private static final int SHORT = 3;

  /** Words that are misheard may be so many more. */
  private static final int MOST_SPLIT = 2;

  private final List<Sentence> all;
  private final List<String> written;
  private final List<String> spoken;
  private final int[] pairs;

  private ScriptSentences(
      List<Sentence> all, List<String> written, List<String> spoken, int[] pairs) {
    this.all = List.copyOf(all);
    this.written = written;
    this.spoken = spoken;
    this.pairs = pairs;
  }

  /** What became of a sentence. */
  enum Verdict {
    SAID,
    /** Nothing is said in its place. */
    MISSING,
    /** Something else is said in its place. */
    CHANGED
  }

  /**
   * A sentence.
   *
   * @param firstWord of the script
   * @param endWord the word after it
   * @param firstToken of the script
   * @param endToken the token after it
   * @param heardFrom the first heard token that no sentence before has
   * @param heardTo the first heard token that a sentence after it has
   */
  record Sentence(
      int firstWord,
      int endWord,
      int firstToken,
      int endToken,
      int heardFrom,
      int heardTo,
      Verdict verdict) {}

  /**
   * Judges.
   *
   * @param sure of each heard word whether it was recognized with confidence
   * @param pairs for each written token the heard one in its place, or -1
   */
  static ScriptSentences of(
      List<ScriptWord> script,
      TokenList written,
      TokenList spoken,
      List<Boolean> sure,
      int[] pairs) {
    List<Sentence> all = new ArrayList<>();
    int word = 0;
    int token = 0;
    int heardFrom = 0;
    for (int i = 0; i < script.size(); i++) {
      if (i < script.size() - 1 && script.get(i).after() != Break.SENTENCE) {
        continue;
      }
      int end = token;
      while (end < pairs.length && written.word(end) <= i) {
        end++;
      }
      int heardTo = next(pairs, end, spoken.texts().size());
      all.add(
          judged(
              new Sentence(word, i + 1, token, end, heardFrom, heardTo, Verdict.SAID),
              written,
              spoken,
              sure,
              pairs));
      for (int k = token; k < end; k++) {
        heardFrom = pairs[k] >= 0 ? pairs[k] + 1 : heardFrom;
      }
      word = i + 1;
      token = end;
    }
    return new ScriptSentences(all, written.texts(), spoken.texts(), pairs);
  }

  private static int next(int[] pairs, int from, int otherwise) {
    return Arrays.stream(pairs, from, pairs.length)
        .filter(pair -> pair >= 0)
        .findFirst()
        .orElse(otherwise);
  }

  private static Sentence judged(
      Sentence sentence, TokenList written, TokenList spoken, List<Boolean> sure, int[] pairs) {
    int tokens = sentence.endToken() - sentence.firstToken();
    long matched =
        Arrays.stream(pairs, sentence.firstToken(), sentence.endToken())
            .filter(pair -> pair >= 0)
            .count();
    List<String> instead = spoken.texts().subList(sentence.heardFrom(), sentence.heardTo());
    if (tokens == 0
        || matched >= SAID * tokens
        || (tokens < SHORT && !instead.isEmpty())
        || isUnsure(sentence, spoken, sure)
        || soundsAlike(sentence, written, instead)) {
      return sentence;
    }
    boolean replaced = instead.size() >= SAID * tokens;
    return new Sentence(
        sentence.firstWord(),
        sentence.endWord(),
        sentence.firstToken(),
        sentence.endToken(),
        sentence.heardFrom(),
        sentence.heardTo(),
        replaced ? Verdict.CHANGED : Verdict.MISSING);
  }

  /** What was not recognized with confidence disproves nothing. */
  private static boolean isUnsure(Sentence sentence, TokenList spoken, List<Boolean> sure) {
    int unsure = 0;
    for (int i = sentence.heardFrom(); i < sentence.heardTo(); i++) {
      unsure += sure.get(spoken.word(i)) ? 0 : 1;
    }
    return unsure > (sentence.heardTo() - sentence.heardFrom()) / 2;
  }

  private static boolean soundsAlike(Sentence sentence, TokenList written, List<String> heard) {
    String should =
        String.join("", written.texts().subList(sentence.firstToken(), sentence.endToken()));
    return TokenAlignment.similarity(should, String.join("", heard)) >= SOUNDS_ALIKE;
  }

  List<Sentence> all() {
    return all;
  }

  /** Which heard tokens belong to a sentence, or stand in the place of one. */
  boolean[] claimed() {
    boolean[] claimed = new boolean[spoken.size()];
    for (Sentence sentence : all) {
      if (sentence.verdict() == Verdict.CHANGED) {
        Arrays.fill(claimed, sentence.heardFrom(), sentence.heardTo(), true);
      } else if (sentence.verdict() == Verdict.SAID) {
        claim(sentence, claimed);
      }
    }
    return claimed;
  }

  /** From its first to its last word, and before and after what is misheard there. */
  private void claim(Sentence sentence, boolean[] claimed) {
    int first = -1;
    int last = -1;
    for (int i = sentence.firstToken(); i < sentence.endToken(); i++) {
      first = first < 0 && pairs[i] >= 0 ? i : first;
      last = pairs[i] >= 0 ? i : last;
    }
    int from = sentence.heardFrom();
    int to = sentence.heardTo();
    if (first >= 0) {
      List<String> head = written.subList(sentence.firstToken(), first + 1);
      List<String> tail = written.subList(last, sentence.endToken());
      List<String> before = spoken.subList(from, pairs[first] + 1);
      List<String> after = spoken.subList(pairs[last], to);
      from = pairs[first] + 1 - likest(reversed(head), reversed(before), true);
      to = pairs[last] + likest(tail, after, false);
    } else if (sentence.endToken() - sentence.firstToken() < SHORT) {
      List<String> own = written.subList(sentence.firstToken(), sentence.endToken());
      to = from + likest(own, spoken.subList(from, to), false);
    }
    Arrays.fill(claimed, from, to, true);
  }

  /**
   * How many heard tokens sound most like some written ones: of one word misheard two may be heard,
   * or the other way round. As many as are written, if none sound like them.
   *
   * @param backwards whether both are in reverse
   */
  private static int likest(List<String> written, List<String> heard, boolean backwards) {
    String should = String.join("", backwards ? reversed(written) : written);
    int best = Math.min(written.size(), heard.size());
    double most = SOUNDS_ALIKE;
    for (int i = Math.min(1, heard.size());
        i <= Math.min(written.size() + MOST_SPLIT, heard.size());
        i++) {
      List<String> part = heard.subList(0, i);
      String is = String.join("", backwards ? reversed(part) : part);
      double alike = TokenAlignment.similarity(should, is);
      if (alike > most) {
        most = alike;
        best = i;
      }
    }
    return best;
  }

  private static List<String> reversed(List<String> tokens) {
    List<String> reversed = new ArrayList<>(tokens);
    Collections.reverse(reversed);
    return reversed;
  }
}
