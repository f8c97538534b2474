package dev.makevideo.activities.subtitle;

import java.util.List;

/** Breaks a cue's words into at most two lines. */
final class TextLines {
  private TextLines() {}

  /** Whether the words fit. */
  static boolean fit(List<String> words, int chars, int lines) {
    int all = length(words);
    return all <= chars || (lines > 1 && all <= 2 * chars && longest(words) <= chars);
  }

  /** One line if it holds all, else the two whose longer one is shortest. */
  static List<String> of(List<String> words, int chars) {
    if (length(words) <= chars || words.size() == 1) {
      return List.of(String.join(" ", words));
    }
    int at = split(words);
    return List.of(
        String.join(" ", words.subList(0, at)), String.join(" ", words.subList(at, words.size())));
  }

  /** The longer line of the best split. */
  private static int longest(List<String> words) {
    int at = words.size() == 1 ? 0 : split(words);
    return Math.max(length(words.subList(0, at)), length(words.subList(at, words.size())));
  }

  private static int split(List<String> words) {
    int all = length(words);
    int best = 1;
    int shortest = Integer.MAX_VALUE;
    int first = 0;
    for (int at = 1; at < words.size(); at++) {
      first += words.get(at - 1).length() + (at > 1 ? 1 : 0);
      int longer = Math.max(first, all - first - 1);
      if (longer < shortest) {
        shortest = longer;
        best = at;
      }
    }
    return best;
  }

  private static int length(List<String> words) {
    return words.stream().mapToInt(String::length).sum() + Math.max(0, words.size() - 1);
  }
}
