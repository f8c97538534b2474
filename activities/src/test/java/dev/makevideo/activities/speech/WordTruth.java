package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said in a synthetic narration, and when: the synthesizer's own events. A few short words
 * are spoken into the one before and have no time of their own.
 */
final class WordTruth {
  private final List<String> texts = new ArrayList<>();
  private final List<Double> starts = new ArrayList<>();
  private final String script;

  private WordTruth(JsonNode words, String script, double later) {
    for (JsonNode word : words) {
      texts.add(word.path("text").asText());
      starts.add(word.path("start").asDouble() + later);
    }
    this.script = script;
  }

  /**
   * Of a resource of this package.
   *
   * @param later how many seconds later all is said
   */
  static WordTruth of(Path folder, String name, double later) throws IOException {
    Path json = SpeechFixture.resource(folder, name + ".json");
    Path text = SpeechFixture.resource(folder, name + ".txt");
    JsonNode words = Payloads.mapper().readTree(json.toFile()).path("words");
    return new WordTruth(words, Files.readString(text), later);
  }

  String script() {
    return script;
  }

  /** When the n-th word is said. */
  double start(int n) {
    return starts.get(n);
  }

  /** How far the starts of the words are off that are the same in both, from least to most. */
  List<Double> errors(List<Word> words) {
    List<String> heard = tokens(words.stream().map(Word::text).toList());
    int[] pairs = TokenAlignment.of(tokens(texts), heard);
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] >= 0 && heard.get(pairs[i]).equals(tokens(texts).get(i))) {
        errors.add(Math.abs(words.get(pairs[i]).start() - starts.get(i)));
      }
    }
    errors.sort(Double::compare);
    return errors;
  }

  private static List<String> tokens(List<String> words) {
    return words.stream()
        .map(word -> word.toLowerCase().replaceAll("[^\\p{L}\\p{N}]", ""))
        .toList();
  }

  /** The share of words that are wrong, missing or too many, numbers spelled out. */
  static double wordErrors(String script, List<Word> words, String language) {
    WordTokens tokens = new WordTokens(language);
    List<String> truth = TokenList.of(tokens, List.of(script.split("\\s+"))).texts();
    List<String> heard = TokenList.of(tokens, words.stream().map(Word::text).toList()).texts();
    int[] before = new int[heard.size() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= truth.size(); i++) {
      int[] here = new int[heard.size() + 1];
      here[0] = i;
      for (int j = 1; j < here.length; j++) {
        int both = before[j - 1] + (truth.get(i - 1).equals(heard.get(j - 1)) ? 0 : 1);
        here[j] = Math.min(both, Math.min(before[j], here[j - 1]) + 1);
      }
      before = here;
    }
    return (double) before[heard.size()] / truth.size();
  }
}
