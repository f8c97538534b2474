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

  /** No speech was ever recognized with so little confidence and right. */
  private static final double GUESSED = -1.0;

  /** Text that deflates to less than its length by this is a loop (Whisper's own bound). */
  private static final double REPETITIVE = 2.4;

  /** In seconds: no word is shorter. */
  private static final double NO_TIME = 0.03;

  private static final int LONGEST_PHRASE = 12;
  private static final int MOST_REPEATS = 3;

  private InventedWords() {}

  /** Whether nothing is said at all. */
  static boolean isSilence(TextSearch.Found found) {
    return found.tokens().isEmpty()
        || (found.noSpeech() > NO_SPEECH && found.meanLogProbability() < UNSURE);
  }

  /** Whether the model only guesses. */
  static boolean isGuess(TextSearch.Found found) {
    return found.meanLogProbability() < GUESSED;
  }

  /** Whether the text is a loop or a guess, and should be looked for in another way. */
  static boolean isDoubtful(TextSearch.Found found, Vocabulary vocabulary) {
    return isGuess(found) || repetition(vocabulary.text(found.tokens())) > REPETITIVE;
  }

  /** The words without what repeats itself in no time, and without runs of words of no length. */
  static List<HeardWord> without(List<HeardWord> words) {
    List<HeardWord> kept = new ArrayList<>();
    for (int at = 0; at < words.size(); ) {
      int length = loopAt(words, at);
      if (length == 0) {
        kept.add(words.get(at++));
        continue;
      }
      kept.addAll(words.subList(at, at + length));
      int after = at + length;
      while (after + length <= words.size() && same(words, at, after, length)) {
        after += length;
      }
      at = after;
    }
    return withoutTimeless(kept);
  }

  /** The length of the phrase that is repeated too often from here on, or 0. */
  private static int loopAt(List<HeardWord> words, int at) {
    for (int length = 1; length <= LONGEST_PHRASE; length++) {
      int repeats = 1;
      int timeless = 0;
      for (int next = at + length;
          next + length <= words.size() && same(words, at, next, length);
          next += length) {
        repeats++;
        timeless += isTimeless(words.subList(next, next + length)) ? 1 : 0;
      }
      boolean said = length == 1 || timeless < repeats / 2;
      if (repeats > MOST_REPEATS && (!said || repeats > 2 * MOST_REPEATS)) {
        return length;
      }
    }
    return 0;
  }

  private static boolean same(List<HeardWord> words, int one, int other, int length) {
    for (int i = 0; i < length; i++) {
      if (!words.get(one + i).text().equalsIgnoreCase(words.get(other + i).text())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTimeless(List<HeardWord> words) {
    double seconds = words.get(words.size() - 1).end() - words.get(0).start();
    return seconds < NO_TIME * 2 * words.size();
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
