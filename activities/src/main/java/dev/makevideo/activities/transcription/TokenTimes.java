package dev.makevideo.activities.transcription;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Finds when each token of a text is heard, from where the decoder's alignment heads look while it
 * writes: their attention is laid over the time by dynamic time warping (Sakoe and Chiba 1978). The
 * path may begin and end anywhere in the window, so that music or silence before the first word is
 * not part of it. Thread-safe if the model is not used meanwhile.
 */
final class TokenTimes {
  static final double SECONDS_A_COLUMN = 0.02;

  private static final int HEADS = 8;
  private static final int MEDIAN = 7;

  /** The first token is at most so many columns long: 1.2 s. */
  private static final int LONGEST_FIRST = 60;

  private final WhisperModel model;
  private final TextSearch search;
  private final Vocabulary vocabulary;

  TokenTimes(WhisperModel model, TextSearch search, Vocabulary vocabulary) {
    this.model = model;
    this.search = search;
    this.vocabulary = vocabulary;
  }

  /**
   * When tokens are heard.
   *
   * @param starts in seconds from the window's start, one for each token and one for the end of the
   *     text
   * @param logProbabilities of each token after those before it
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on once, compared by nobody.
  record Times(double[] starts, double[] logProbabilities) {}

  /**
   * Aligns a text.
   *
   * @param tokens without marks, at most what the decoder can hold
   * @param columns how many of the window's columns are sound; what comes after is padding
   */
  Times of(WhisperModel.Heard heard, int language, List<Integer> tokens, int columns)
      throws OrtException {
    long[] prompt = search.prompt(language);
    long[] all = Arrays.copyOf(prompt, prompt.length + tokens.size() + 1);
    for (int i = 0; i < tokens.size(); i++) {
      all[prompt.length + i] = tokens.get(i);
    }
    all[all.length - 1] = vocabulary.end();
    try (WhisperModel.Text text = model.start(heard, all)) {
      double[][] seen = attention(text.attention(), all.length, columns);
      // The place before a token is where it was chosen.
      double[][] rows = Arrays.copyOfRange(seen, prompt.length - 1, all.length - 1);
      int[] first = WarpingPath.firstColumns(rows);
      first[0] = firstSound(rows[0], first[0], first[1]);
      double[] starts = Arrays.stream(first).mapToDouble(c -> c * SECONDS_A_COLUMN).toArray();
      return new Times(starts, probabilities(text.logits(), prompt.length, tokens));
    }
  }

  /**
   * Before the first word the model looks at everything, most at where the word begins: that is
   * where attention has risen half-way from its usual to its highest.
   *
   * @param from where its row begins on the path
   * @param end where the next row begins
   */
  private static int firstSound(double[] row, int from, int end) {
    if (end - from < 2) {
      return from;
    }
    double[] sorted = Arrays.copyOfRange(row, from, end);
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    int peak = end - 1;
    for (int c = end - 1; c >= Math.max(from, end - LONGEST_FIRST); c--) {
      peak = row[c] > row[peak] ? c : peak;
    }
    int first = peak;
    while (first > from && row[first - 1] >= (usual + row[peak]) / 2) {
      first--;
    }
    return first;
  }

  private double[] probabilities(FloatBuffer logits, int prompt, List<Integer> tokens) {
    int size = vocabulary.size() + vocabulary.markCount();
    double[] found = new double[tokens.size()];
    float[] scores = new float[size];
    for (int i = 0; i < found.length; i++) {
      logits.get((prompt - 1 + i) * size, scores);
      found[i] = scores[tokens.get(i)] - TextSearch.logSum(scores);
    }
    return found;
  }

  /** Mean over the heads of what stands out in each column, freed of single spikes. */
  private static double[][] attention(FloatBuffer weights, int positions, int columns) {
    double[][] mean = new double[positions][columns];
    float[] line = new float[WhisperModel.COLUMNS];
    for (int head = 0; head < HEADS; head++) {
      double[][] seen = new double[positions][columns];
      for (int i = 0; i < positions; i++) {
        weights.get((head * positions + i) * WhisperModel.COLUMNS, line);
        for (int c = 0; c < columns; c++) {
          seen[i][c] = line[c];
        }
      }
      standardize(seen, columns);
      for (int i = 0; i < positions; i++) {
        addMedian(seen[i], mean[i]);
      }
    }
    return mean;
  }

  private static void standardize(double[][] seen, int columns) {
    int n = seen.length;
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : seen) {
        sum += row[c];
        squares += row[c] * row[c];
      }
      double mean = sum / n;
      double deviation = Math.sqrt(Math.max(1e-20, squares / n - mean * mean));
      for (double[] row : seen) {
        row[c] = (row[c] - mean) / deviation;
      }
    }
  }

  private static void addMedian(double[] row, double[] sum) {
    double[] near = new double[MEDIAN];
    for (int c = 0; c < row.length; c++) {
      for (int k = 0; k < MEDIAN; k++) {
        near[k] = row[mirrored(c + k - MEDIAN / 2, row.length)];
      }
      Arrays.sort(near);
      sum[c] += near[MEDIAN / 2] / HEADS;
    }
  }

  private static int mirrored(int at, int length) {
    int inside = at < 0 ? -at : at >= length ? 2 * length - 2 - at : at;
    return Math.min(Math.max(inside, 0), length - 1);
  }
}
