package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the likeliest text for what was heard, by beam search: the best few beginnings are carried
 * on side by side; with a width of one that is greedy decoding. Scores are mean log-probabilities,
 * so that short texts are not preferred (Wu et al. 2016, section 7, with an exponent of one).
 * Thread-safe if the model is not used meanwhile.
 */
final class TextSearch {
  /** From this probability on the model knows which language it hears. */
  private static final double SURE = 0.8;

  /** A language that is less probable is not spoken. */
  private static final double UNLIKELY = 0.1;

  private final WhisperModel model;
  private final Vocabulary vocabulary;
  private final DecodingRules rules;
  private final int width;

  /**
   * @param width how many beginnings are carried on; 1 is greedy
   */
  TextSearch(WhisperModel model, Vocabulary vocabulary, DecodingRules rules, int width) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.rules = rules;
    this.width = width;
  }

  /**
   * A text that was found.
   *
   * @param tokens without any mark
   * @param meanLogProbability of its tokens and of its end
   * @param noSpeech how probable it is that nothing is said
   */
  record Found(List<Integer> tokens, double meanLogProbability, double noSpeech) {
    Found {
      tokens = List.copyOf(tokens);
    }
  }

  /** A beginning: its tokens, their log-probability, and its row in the model. */
  private record Beginning(List<Integer> tokens, double logProbability, int row) {
    double score() {
      return logProbability / (tokens.size() + 1);
    }
  }

  /** Stops the search between two tokens. */
  interface Checkpoint {
    void check();
  }

  /** What is written before the text: language, task, and that no times are wanted. */
  long[] prompt(int language) {
    return new long[] {
      vocabulary.mark("startoftranscript"),
      language,
      vocabulary.mark("transcribe"),
      vocabulary.mark("notimestamps")
    };
  }

  /**
   * The language in which something is said: the one that is expected, unless the model hears
   * another and is sure of it.
   *
   * @param expected ISO 639 code, or anything else for no expectation
   */
  String language(WhisperModel.Heard heard, String expected) throws OrtException {
    long[] start = {vocabulary.mark("startoftranscript")};
    try (WhisperModel.Text text = model.start(heard, start)) {
      FloatBuffer scores = text.logits();
      double whole = 0;
      String best = "";
      double most = Double.NEGATIVE_INFINITY;
      for (Map.Entry<String, Integer> language : vocabulary.languages().entrySet()) {
        double score = scores.get(language.getValue());
        whole += Math.exp(score);
        best = score > most ? language.getKey() : best;
        most = Math.max(most, score);
      }
      Optional<Integer> mark = vocabulary.language(expected);
      boolean sure = Math.exp(most) / whole >= SURE;
      boolean unlikely = mark.isEmpty() || Math.exp(scores.get(mark.get())) / whole < UNLIKELY;
      return unlikely && (sure || mark.isEmpty()) ? best : expected;
    }
  }

  /**
   * Searches.
   *
   * @param language the mark of the language
   * @param longest how many tokens the text may have
   * @param checkpoint called before each token
   */
  Found find(WhisperModel.Heard heard, int language, int longest, Checkpoint checkpoint)
      throws OrtException {
    long[] prompt = prompt(language);
    WhisperModel.Text text = model.start(heard, prompt);
    try {
      int size = vocabularySize();
      double noSpeech = probability(row(text.logits(), 0, size), vocabulary.mark("nocaptions"));
      List<Beginning> live = List.of(new Beginning(List.of(), 0, prompt.length - 1));
      List<Beginning> ended = new ArrayList<>();
      while (true) {
        checkpoint.check();
        live = step(live, text.logits(), ended);
        if (live.isEmpty() || isOver(live, ended, longest)) {
          ended.addAll(ended.isEmpty() ? live : List.of());
          break;
        }
        WhisperModel.Text longer = text.next(lastTokens(live), rows(live, prompt.length, text));
        text.close();
        text = longer;
        live = renumbered(live);
      }
      Beginning best =
          ended.stream().max(Comparator.comparingDouble(Beginning::score)).orElseThrow();
      return new Found(best.tokens(), best.score(), noSpeech);
    } finally {
      text.close();
    }
  }

  private boolean isOver(List<Beginning> live, List<Beginning> ended, int longest) {
    double best = ended.stream().mapToDouble(Beginning::score).max().orElse(-Double.MAX_VALUE);
    double hope = live.stream().mapToDouble(Beginning::score).max().orElse(-Double.MAX_VALUE);
    return ended.size() >= width || best > hope || live.get(0).tokens().size() >= longest;
  }

  /** Carries every beginning on by its likeliest tokens; those that end go into {@code ended}. */
  private List<Beginning> step(List<Beginning> live, FloatBuffer logits, List<Beginning> ended) {
    List<Beginning> all = new ArrayList<>();
    for (Beginning beginning : live) {
      float[] scores = row(logits, beginning.row(), vocabularySize());
      suppress(scores, beginning.tokens().isEmpty());
      double whole = logSum(scores);
      for (int token : likeliest(scores, width + 1)) {
        List<Integer> tokens = new ArrayList<>(beginning.tokens());
        tokens.add(token);
        all.add(
            new Beginning(
                tokens, beginning.logProbability() + scores[token] - whole, beginning.row()));
      }
    }
    all.sort(Comparator.comparingDouble(Beginning::logProbability).reversed());
    List<Beginning> next = new ArrayList<>();
    for (int rank = 0; rank < all.size() && next.size() < width; rank++) {
      Beginning candidate = all.get(rank);
      int last = candidate.tokens().size() - 1;
      if (candidate.tokens().get(last) != vocabulary.end()) {
        next.add(candidate);
      } else if (rank < width) {
        ended.add(
            new Beginning(
                candidate.tokens().subList(0, last), candidate.logProbability(), candidate.row()));
      }
    }
    return next;
  }

  private void suppress(float[] scores, boolean first) {
    rules.never().forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
    if (first) {
      rules.notFirst().forEach(token -> scores[token] = Float.NEGATIVE_INFINITY);
    }
    for (int mark = vocabulary.end() + 1; mark < scores.length; mark++) {
      scores[mark] = Float.NEGATIVE_INFINITY;
    }
  }

  private int vocabularySize() {
    return vocabulary.markCount() + vocabulary.size();
  }

  private static long[] lastTokens(List<Beginning> live) {
    return live.stream().mapToLong(one -> one.tokens().get(one.tokens().size() - 1)).toArray();
  }

  /** After the first step all beginnings go on from the prompt, the only text there is. */
  private static long[] rows(List<Beginning> live, int prompt, WhisperModel.Text text) {
    return live.stream().mapToLong(one -> text.length() == prompt ? 0 : one.row()).toArray();
  }

  private static List<Beginning> renumbered(List<Beginning> live) {
    List<Beginning> rows = new ArrayList<>();
    for (Beginning one : live) {
      rows.add(new Beginning(one.tokens(), one.logProbability(), rows.size()));
    }
    return rows;
  }

  private static float[] row(FloatBuffer logits, int row, int size) {
    float[] values = new float[size];
    logits.get(row * size, values);
    return values;
  }

  private static int[] likeliest(float[] scores, int count) {
    int[] best = new int[count];
    Arrays.fill(best, -1);
    for (int token = 0; token < scores.length; token++) {
      int at = count;
      while (at > 0 && (best[at - 1] < 0 || scores[token] > scores[best[at - 1]])) {
        at--;
      }
      if (at < count) {
        System.arraycopy(best, at, best, at + 1, count - at - 1);
        best[at] = token;
      }
    }
    return best;
  }

  private static double probability(float[] scores, int token) {
    return Math.exp(scores[token] - logSum(scores));
  }

  static double logSum(float[] scores) {
    float most = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      most = Math.max(most, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - most);
    }
    return most + Math.log(sum);
  }
}
