package dev.makevideo.activities.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A segment of a {@code verbose_json} answer.
 *
 * @param whole its text and times
 * @param noSpeech how likely it is that nobody speaks, 0 to 1; 0 if that is not said
 * @param confidence mean log probability of its tokens; 0 if that is not said
 * @param words what its own words are, if it has any
 */
record OpenAiSegment(HeardPiece whole, double noSpeech, double confidence, List<HeardPiece> words) {
  /** Whisper's own thresholds for a silence that it put words into. */
  private static final double NO_SPEECH = 0.6;

  private static final double UNSURE = -1;

  static OpenAiSegment of(JsonNode node) {
    return new OpenAiSegment(
        piece(node, node.path("text").asText("")),
        node.path("no_speech_prob").asDouble(0),
        node.path("avg_logprob").asDouble(0),
        pieces(node.path("words")));
  }

  /** The texts of segments, one after the other. */
  static String text(List<OpenAiSegment> segments) {
    StringBuilder text = new StringBuilder();
    for (OpenAiSegment segment : segments) {
      String next = segment.whole().text();
      text.append(HeardText.areWrittenTogether(text.toString(), next) ? "" : " ").append(next);
    }
    return text.toString();
  }

  /** The items of a list of words; none if it is no list. */
  static List<HeardPiece> pieces(JsonNode words) {
    List<HeardPiece> pieces = new ArrayList<>();
    for (JsonNode word : words) {
      String text = word.path("word").asText(word.path("text").asText(""));
      if (!text.isBlank()) {
        pieces.add(piece(word, text));
      }
    }
    return pieces;
  }

  private static HeardPiece piece(JsonNode node, String text) {
    JsonNode start = node.path("start");
    JsonNode end = node.path("end");
    boolean timed = start.isNumber() && end.isNumber();
    return new HeardPiece(
        text, timed ? start.asDouble() : Double.NaN, timed ? end.asDouble() : Double.NaN);
  }

  boolean isSpeech() {
    return noSpeech < NO_SPEECH || confidence >= UNSURE;
  }

  /** Its words, or itself as one piece; nothing if it has no times. */
  List<HeardPiece> pieces() {
    if (!words.isEmpty()) {
      return words;
    }
    boolean usable = !whole.text().isBlank() && !Double.isNaN(whole.start());
    return usable ? List.of(whole) : List.of();
  }

  /** Whether the middle of a word lies within it. */
  boolean covers(HeardPiece piece) {
    double middle = (piece.start() + piece.end()) / 2;
    return middle >= whole.start() && middle <= whole.end();
  }
}
