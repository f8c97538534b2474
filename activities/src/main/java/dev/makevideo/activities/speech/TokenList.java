package dev.makevideo.activities.speech;

import java.util.ArrayList;
import java.util.List;

/**
 * The tokens of a text, each with the number of the word that it belongs to. Immutable.
 *
 * @param texts as {@link WordTokens} makes them
 * @param words from 0, growing
 */
record TokenList(List<String> texts, List<Integer> words) {
  TokenList {
    texts = List.copyOf(texts);
    words = List.copyOf(words);
  }

  static TokenList of(WordTokens tokens, List<String> words) {
    List<String> texts = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      for (String token : tokens.of(words.get(i))) {
        texts.add(token);
        numbers.add(i);
      }
    }
    return new TokenList(texts, numbers);
  }

  /** The number of a token's word. */
  int word(int token) {
    return words.get(token);
  }

  /** Which part of its word a token begins after, from 0 to under 1. */
  double share(int token) {
    int first = token;
    while (first > 0 && word(first - 1) == word(token)) {
      first--;
    }
    int end = token + 1;
    while (end < words.size() && word(end) == word(token)) {
      end++;
    }
    return (double) (token - first) / (end - first);
  }
}
