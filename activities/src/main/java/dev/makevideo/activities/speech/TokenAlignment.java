package dev.makevideo.activities.speech;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays what was heard beside what is written, token by token, with as few differences as possible
 * (Levenshtein 1966; words that sound alike differ less than others). Stateless.
 */
final class TokenAlignment {
  private static final float GAP = 1;
  private static final float ALIKE = 0.6f;
  private static final float OTHER = 1.5f;

  /** From this share of common letters on, words are alike. */
  private static final double SIMILAR = 0.5;

  private final int[] written;
  private final int[] heard;
  private final String[] words;
  private final Map<Long, Boolean> alike = new HashMap<>();

  private TokenAlignment(List<String> written, List<String> heard) {
    Map<String, Integer> ids = new HashMap<>();
    this.written = numbered(written, ids);
    this.heard = numbered(heard, ids);
    words = new String[ids.size()];
    ids.forEach((word, id) -> words[id] = word);
  }

  private static int[] numbered(List<String> tokens, Map<String, Integer> ids) {
    return tokens.stream().mapToInt(token -> ids.computeIfAbsent(token, t -> ids.size())).toArray();
  }

  /**
   * For each written token the heard one that stands in its place, or -1.
   *
   * @return only tokens that are equal or alike are paired
   */
  static int[] of(List<String> written, List<String> heard) {
    return new TokenAlignment(written, heard).pairs();
  }

  private int[] pairs() {
    int rows = written.length;
    int columns = heard.length;
    byte[][] steps = new byte[rows + 1][columns + 1];
    float[] before = new float[columns + 1];
    for (int j = 0; j <= columns; j++) {
      before[j] = j * GAP;
      steps[0][j] = 2;
    }
    for (int i = 1; i <= rows; i++) {
      float[] here = new float[columns + 1];
      here[0] = i * GAP;
      steps[i][0] = 1;
      for (int j = 1; j <= columns; j++) {
        float both = before[j - 1] + difference(written[i - 1], heard[j - 1]);
        float skipWritten = before[j] + GAP;
        float skipHeard = here[j - 1] + GAP;
        here[j] = Math.min(both, Math.min(skipWritten, skipHeard));
        steps[i][j] = (byte) (here[j] == both ? 0 : here[j] == skipWritten ? 1 : 2);
      }
      before = here;
    }
    return back(steps, rows, columns);
  }

  private int[] back(byte[][] steps, int rows, int columns) {
    int[] pairs = new int[rows];
    Arrays.fill(pairs, -1);
    int i = rows;
    int j = columns;
    while (i > 0 || j > 0) {
      switch (steps[i][j]) {
        case 0 -> {
          i--;
          j--;
          pairs[i] = difference(written[i], heard[j]) < OTHER ? j : -1;
        }
        case 1 -> i--;
        default -> j--;
      }
    }
    return pairs;
  }

  private float difference(int one, int other) {
    if (one == other) {
      return 0;
    }
    boolean similar =
        alike.computeIfAbsent(
            (long) one << 32 | other, pair -> similarity(words[one], words[other]) >= SIMILAR);
    return similar ? ALIKE : OTHER;
  }

  /** One less the edits that make one text of the other, as a share of the longer. */
  static double similarity(String one, String other) {
    int longest = Math.max(one.length(), other.length());
    return longest == 0 ? 1 : 1 - (double) edits(one, other) / longest;
  }

  private static int edits(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] here = new int[other.length() + 1];
      here[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        here[j] = Math.min(changed, Math.min(before[j], here[j - 1]) + 1);
      }
      before = here;
    }
    return before[other.length()];
  }
}
