package dev.makevideo.activities.transcription;

import dev.makevideo.activities.transcription.HeardWords.HeardWord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Tells words that were said from words that the model made up: over silence, music and noise it
 * writes what is often written there, and it can fall into a loop. Stateless.
 */
final class InventedWords {
  /**
   * Measured: silence, noise and tones have a probability of no speech of at least 0.72 and a mean
   * log-probability of at most -0.84; speech has 0.09 and -0.11.
   */
  private static final double NO_SPEECH = 0.6;

  private static final double UNSURE = -0.6;

  /** Measured: pure silence has 0.93 and -0.45, bells 0.36 and -0.90. */
  private static final double SURELY_NO_SPEECH = 0.9;

  private static final double NOT_SURE = -0.35;
  private static final double PERHAPS_NO_SPEECH = 0.33;
  private static final double VERY_UNSURE = -0.85;

  /** No speech was ever recognized with so little confidence and right. */
  private static final double GUESSED = -1.0;

  /** Text that deflates to less than its length by this is a loop (Whisper's own bound). */
  private static final double REPETITIVE = 2.4;

  /** In seconds: no word is shorter. */
  private static final double NO_TIME = 0.03;

  private static final int LONGEST_PHRASE = 12;
  private static final int MOST_REPEATS = 3;

  /** The mean log-probability of a phrase that was heard at all. */
  private static final double UNDERSTOOD = -2.2;

  /** Of words that are said again and again, none takes more times the usual. */
  private static final double MOST_DRAWN = 5;

  /** The usual is counted as no less, in seconds. */
  private static final double SHORTEST_USUAL = 0.2;

  private InventedWords() {}

  /** Whether nothing is said at all. */
  static boolean isSilence(TextSearch.Found found) {
    double none = found.noSpeech();
    double sure = found.meanLogProbability();
    return found.tokens().isEmpty()
        || (none > SURELY_NO_SPEECH && sure < NOT_SURE)
        || (none > NO_SPEECH && sure < UNSURE)
        || (none > PERHAPS_NO_SPEECH && sure < VERY_UNSURE);
  }

  /** Whether the model only guesses. */
  static boolean isGuess(TextSearch.Found found) {
    return found.meanLogProbability() < GUESSED;
  }

  /** Whether the text is a loop or a guess, and should be looked for in another way. */
  static boolean isDoubtful(TextSearch.Found found, Vocabulary vocabulary) {
    return isGuess(found) || repetition(vocabulary.text(found.tokens())) > REPETITIVE;
  }

  /** The words without what repeats itself and was not said, and without words of no length. */
  static List<HeardWord> without(List<HeardWord> words) {
    List<HeardWord> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); ) {
      List<List<HeardWord>> repeats = repeatsAt(words, at);
      said(repeats).forEach(kept::addAll);
      at += repeats.size() * repeats.get(0).size();
    }
    return withoutTimeless(kept);
  }

  /** A phrase that is there too often in a row from here on, each time by itself; or one word. */
  private static List<List<HeardWord>> repeatsAt(List<HeardWord> words, int at) {
    for (int length = 1; length <= LONGEST_PHRASE; length++) {
      List<List<HeardWord>> repeats = new ArrayList<>();
      int next = at;
      while (next + length <= words.size() && same(words, at, next, length)) {
        repeats.add(words.subList(next, next + length));
        next += length;
      }
      if (repeats.size() > MOST_REPEATS) {
        return repeats;
      }
    }
    return List.of(words.subList(at, at + 1));
  }

  /**
   * Which times a phrase is said, or sung, and in which the decoder only does not get on. Said are
   * those that take their time, if the first was understood and none takes many times as long as
   * the others, as where the text ends long before the sound. Measured: words said 8 to 20 times
   * begin with log-probabilities of at least -1.8, and the longest takes at most 3 times the usual;
   * loops over music begin with -2.6 and less, and one takes 20 times the usual.
   */
  private static List<List<HeardWord>> said(List<List<HeardWord>> repeats) {
    int times = repeats.size();
    List<HeardWord> first = repeats.get(0);
    if (times <= MOST_REPEATS) {
      return repeats;
    }
    if (!isUnderstood(first)) {
      return List.of();
    }
    List<List<HeardWord>> timed = repeats.stream().filter(one -> !isTimeless(one)).toList();
    int timeless = times - timed.size();
    if (times <= 2 * MOST_REPEATS) {
      return first.size() == 1 || timeless < times / 2 ? repeats : List.of(first);
    }
    // A few without any time are said all the same: the times are not so exact.
    List<List<HeardWord>> said = timeless <= times / 3 ? repeats : timed;
    return isDrawn(said) ? List.of(first) : said;
  }

  private static boolean isDrawn(List<List<HeardWord>> repeats) {
    double[] seconds = repeats.stream().mapToDouble(InventedWords::seconds).sorted().toArray();
    return seconds.length == 0
        || seconds[seconds.length - 1]
            > MOST_DRAWN * Math.max(seconds[seconds.length / 2], SHORTEST_USUAL);
  }

  private static boolean isUnderstood(List<HeardWord> words) {
    return words.stream().mapToDouble(HeardWord::logProbability).average().orElse(0) >= UNDERSTOOD;
  }

  private static boolean same(List<HeardWord> words, int one, int other, int length) {
    for (int i = 0; i < length; i++) {
      if (!words.get(one + i).text().equalsIgnoreCase(words.get(other + i).text())) {
        return false;
      }
    }
    return true;
  }

  private static double seconds(List<HeardWord> words) {
    return words.get(words.size() - 1).end() - words.get(0).start();
  }

  private static boolean isTimeless(List<HeardWord> words) {
    return seconds(words) < NO_TIME * 2 * words.size();
  }

  /** Three and more in a row that take no time were never said. */
  private static List<HeardWord> withoutTimeless(List<HeardWord> words) {
    List<HeardWord> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); ) {
      int end = at;
      while (end < words.size() && words.get(end).end() - words.get(end).start() < NO_TIME) {
        end++;
      }
      if (end - at < 3) {
        kept.addAll(words.subList(at, Math.min(words.size(), Math.max(end, at + 1))));
      }
      at = Math.max(end, at + 1);
    }
    return kept;
  }

  private static double repetition(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      int size = deflater.deflate(new byte[bytes.length + 64]);
      return (double) bytes.length / Math.max(1, size);
    } finally {
      deflater.end();
    }
  }
}
