package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtException;
import dev.makevideo.activities.transcription.HeardWords.HeardWord;
import dev.makevideo.platform.process.StopSignal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Recognizes one window: what is said, in which language, and when. Words that the model made up
 * are left out. Not thread-safe.
 */
final class WindowRecognition {
  /** Nobody speaks faster, in tokens a second. */
  private static final double MOST_TOKENS = 14;

  private static final int TOKENS_MORE = 20;

  /** Shorter pieces are not cut again, in seconds. */
  private static final double SHORTEST_CUT = 6;

  /** Nothing is heard of what stays below it: -60 dB of full scale. */
  private static final double AUDIBLE = 0.001;

  private final TextSearch search;
  private final TokenTimes times;
  private final SharedWhisper.Loaded loaded;
  private final StopSignal stop;

  WindowRecognition(SharedWhisper.Loaded loaded, int width, StopSignal stop) {
    this.loaded = loaded;
    this.stop = stop;
    search = new TextSearch(loaded.model(), loaded.vocabulary(), loaded.rules(), width);
    times = new TokenTimes(loaded.model(), search, loaded.vocabulary());
  }

  /**
   * What a window holds.
   *
   * @param words with times in seconds from the window's start
   * @param language ISO 639 code
   * @param confidence the mean log-probability of the text
   */
  record Window(List<HeardWord> words, String language, double confidence) {
    Window {
      words = List.copyOf(words);
    }
  }

  /**
   * Recognizes a window.
   *
   * @param samples at 16 kHz, at most 30 s
   * @param language ISO 639 code that is expected; another is taken if it is heard clearly
   */
  Window of(float[] samples, String language) throws OrtException {
    return of(samples, language, true);
  }

  private Window of(float[] samples, String language, boolean mayCut) throws OrtException {
    check();
    if (isSilent(samples)) {
      return new Window(List.of(), language, 0);
    }
    try (WhisperModel.Heard heard = loaded.model().encode(loaded.mel().of(samples))) {
      check();
      String spoken = search.language(heard, language);
      int mark = loaded.vocabulary().language(spoken).orElseThrow();
      double seconds = (double) samples.length / LogMel.RATE;
      int longest =
          (int) Math.min(MOST_TOKENS * seconds + TOKENS_MORE, WhisperModel.LONGEST_TEXT / 2.0);
      TextSearch.Found found = search.find(heard, mark, longest, this::check);
      if (InventedWords.isSilence(found)) {
        return new Window(List.of(), spoken, 0);
      }
      boolean cut = mayCut && seconds >= 2 * SHORTEST_CUT;
      if (cut && InventedWords.isDoubtful(found, loaded.vocabulary())) {
        return halves(samples, spoken);
      }
      if (InventedWords.isGuess(found)) {
        return new Window(List.of(), spoken, 0);
      }
      return new Window(
          words(heard, mark, found, samples.length, spoken), spoken, found.meanLogProbability());
    }
  }

  private static boolean isSilent(float[] samples) {
    for (float sample : samples) {
      if (Math.abs(sample) >= AUDIBLE) {
        return false;
      }
    }
    return true;
  }

  private List<HeardWord> words(
      WhisperModel.Heard heard, int mark, TextSearch.Found found, int samples, String language)
      throws OrtException {
    if (found.tokens().isEmpty()) {
      return List.of();
    }
    int columns = Math.max(1, Math.min(WhisperModel.COLUMNS, samples / LogMel.HOP / 2));
    TokenTimes.Times at = times.of(heard, mark, found.tokens(), columns);
    List<HeardWord> words = HeardWords.of(loaded.vocabulary(), found.tokens(), at, language);
    return InventedWords.without(words);
  }

  /** A loop often breaks when the model hears less at once. */
  private Window halves(float[] samples, String language) throws OrtException {
    int middle = QuietPlace.near(samples, samples.length / 2);
    Window first = of(Arrays.copyOf(samples, middle), language, false);
    Window second = of(Arrays.copyOfRange(samples, middle, samples.length), language, false);
    List<HeardWord> words = new ArrayList<>(first.words());
    double by = (double) middle / LogMel.RATE;
    second.words().forEach(word -> words.add(word.later(by)));
    return new Window(words, language, Math.min(first.confidence(), second.confidence()));
  }

  private void check() {
    if (stop.isStopped()) {
      throw new CancellationException("stopped while speech was recognized");
    }
  }
}
