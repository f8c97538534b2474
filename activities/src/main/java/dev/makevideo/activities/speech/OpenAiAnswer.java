package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads a {@code verbose_json} answer, and believes nothing of it. Words have no punctuation there,
 * so it is taken from {@code text} where both agree.
 */
final class OpenAiAnswer {
  /** How far a time may be outside the audio, in seconds: engines round and pad. */
  private static final double SLACK = 2;

  private static final int MAX_WORDS_PER_SECOND = 30;
  private static final int MAX_WORD = 200;
  private static final ObjectMapper MAPPER = Payloads.mapper();

  private OpenAiAnswer() {}

  /**
   * The words of an answer, in order and within the audio.
   *
   * @throws IOException if it is not such an answer, or its times cannot be true
   */
  static List<Word> words(byte[] body, double seconds) throws IOException {
    JsonNode answer = MAPPER.readTree(body);
    if (answer == null || !answer.isObject()) {
      throw new IOException("not a JSON object");
    }
    JsonNode words = answer.path("words");
    String text = answer.path("text").asText("");
    if (!words.isArray()) {
      if (text.isBlank() && answer.has("text")) {
        return List.of();
      }
      throw new IOException("no \"words\": the endpoint must support word timestamps");
    }
    if (words.size() > 10 + MAX_WORDS_PER_SECOND * seconds) {
      throw new IOException(words.size() + " words in " + seconds + " s");
    }
    List<String> texts = new ArrayList<>();
    List<double[]> times = new ArrayList<>();
    for (JsonNode word : words) {
      String spoken = word.path("word").asText("").strip();
      if (!spoken.isEmpty()) {
        times.add(times(word, seconds));
        texts.add(spoken.length() > MAX_WORD ? spoken.substring(0, MAX_WORD) : spoken);
      }
    }
    return ordered(punctuated(texts, text), times, seconds);
  }

  private static double[] times(JsonNode word, double seconds) throws IOException {
    JsonNode start = word.path("start");
    JsonNode end = word.path("end");
    if (!start.isNumber() || !end.isNumber()) {
      throw new IOException("a word has no times");
    }
    double from = start.asDouble();
    double to = end.asDouble();
    if (!(from >= -SLACK && to >= from && to <= seconds + SLACK)) {
      throw new IOException("a word has times " + from + " to " + to + " in " + seconds + " s");
    }
    return new double[] {Math.max(0, from), Math.max(0, to)};
  }

  private static List<Word> ordered(List<String> texts, List<double[]> times, double seconds)
      throws IOException {
    int n = texts.size();
    double[] starts = new double[n];
    double[] ends = new double[n];
    for (int i = 0; i < n; i++) {
      starts[i] = times.get(i)[0];
      ends[i] = times.get(i)[1];
      if (i > 0 && starts[i] < starts[i - 1] - SLACK) {
        throw new IOException("its words are not in order of time");
      }
    }
    return WordTimes.orderly(
        texts.stream().map(text -> new WordTimes.Text(text, false)).toList(),
        starts,
        ends,
        seconds);
  }

  /** The tokens of the text if they are the same words, else the bare words. */
  private static List<String> punctuated(List<String> bare, String text) {
    String[] tokens = text.strip().split("\\s+");
    if (tokens.length != bare.size()) {
      return bare;
    }
    for (int i = 0; i < tokens.length; i++) {
      if (!letters(tokens[i]).equals(letters(bare.get(i))) || tokens[i].length() > MAX_WORD) {
        return bare;
      }
    }
    return List.of(tokens);
  }

  private static String letters(String word) {
    return word.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
  }
}
