package dev.makevideo.activities.speech;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.activities.external.UnfitAnswerException;
import dev.makevideo.activities.subtitle.Word;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a {@code verbose_json} answer in the forms that servers give it, and believes little of it.
 * Words stand at the top (OpenAI, speaches) or in the segments (whisper.cpp, LocalAI), whole or in
 * pieces; a server may know the times of segments only, or none.
 */
final class OpenAiAnswer {
  /** How far a time may be outside the audio, in seconds: engines round and pad. */
  private static final double SLACK = 2;

  private static final int SHOWN = 60;
  private static final ObjectMapper MAPPER = Payloads.mapper();

  private OpenAiAnswer() {}

  /**
   * What was heard: words in order and within the audio, or a text without times.
   *
   * @throws UnfitAnswerException if it is no transcription, or its times cannot be true
   */
  static TranscriptionService.Answer read(byte[] body, double seconds) throws IOException {
    JsonNode answer = object(body);
    List<OpenAiSegment> segments = new ArrayList<>();
    answer.path("segments").forEach(node -> segments.add(OpenAiSegment.of(node)));
    List<OpenAiSegment> spoken = segments.stream().filter(OpenAiSegment::isSpeech).toList();
    List<OpenAiSegment> noise = segments.stream().filter(segment -> !segment.isSpeech()).toList();
    boolean hasText = answer.path("text").isTextual();
    String text =
        noise.isEmpty() && hasText ? answer.path("text").asText() : OpenAiSegment.text(spoken);
    List<HeardPiece> pieces = new ArrayList<>();
    for (HeardPiece piece : OpenAiSegment.pieces(answer.path("words"))) {
      if (noise.stream().noneMatch(segment -> segment.covers(piece))) {
        pieces.add(piece);
      }
    }
    boolean hasWords = !pieces.isEmpty();
    if (pieces.stream().noneMatch(HeardPiece::isTimed)) {
      pieces.clear();
      spoken.forEach(segment -> pieces.addAll(segment.pieces()));
    }
    if (pieces.stream().anyMatch(HeardPiece::isTimed)) {
      return TranscriptionService.Answer.of(words(pieces, text, seconds));
    }
    boolean said = hasText || !segments.isEmpty() || answer.path("words").isArray();
    if (!said || (hasWords && text.isBlank())) {
      throw new UnfitAnswerException(
          hasWords ? "its words have no times" : "it has neither text nor words" + error(answer));
    }
    return HeardText.letters(text).isEmpty()
        ? TranscriptionService.Answer.of(List.of())
        : TranscriptionService.Answer.untimed(text.strip());
  }

  private static JsonNode object(byte[] body) throws IOException {
    try {
      JsonNode answer = MAPPER.readTree(body);
      if (answer != null && answer.isObject()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      // the one message is below
    }
    String start = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
    throw new UnfitAnswerException(
        "not a JSON object, but \"" + start.replaceAll("\\s+", " ").strip() + "\"");
  }

  /** What a server says that answers its errors with a status of success. */
  private static String error(JsonNode answer) {
    JsonNode error = answer.path("error");
    String said = error.isTextual() ? error.asText() : error.path("message").asText("");
    String fields =
        answer.properties().stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    return said.isEmpty() ? ", but: " + fields : ", and says: " + said;
  }

  private static List<Word> words(List<HeardPiece> pieces, String text, double seconds)
      throws UnfitAnswerException {
    List<HeardPiece> timed = within(filled(inSeconds(pieces)), seconds);
    try {
      return HeardWords.of(timed, timed.size() == pieces.size() ? text : "", seconds);
    } catch (HeardWords.TooManyWordsException e) {
      throw new UnfitAnswerException(String.valueOf(e.getMessage()));
    }
  }

  /** LocalAI wrote nanoseconds for a time: nothing else is so large. */
  private static List<HeardPiece> inSeconds(List<HeardPiece> pieces) {
    boolean nanos = pieces.stream().anyMatch(piece -> piece.end() >= 1e7);
    return nanos
        ? pieces.stream().map(piece -> piece.at(piece.start() / 1e9, piece.end() / 1e9)).toList()
        : pieces;
  }

  /** A piece without times, as aligners leave numbers, lies between its neighbours. */
  private static List<HeardPiece> filled(List<HeardPiece> pieces) {
    List<HeardPiece> filled = new ArrayList<>(pieces);
    double before = 0;
    for (int i = 0; i < filled.size(); i++) {
      HeardPiece piece = filled.get(i);
      if (!piece.isTimed()) {
        int next = i;
        while (next < filled.size() && !filled.get(next).isTimed()) {
          next++;
        }
        double after = next < filled.size() ? Math.max(before, filled.get(next).start()) : before;
        piece = piece.at(before, before + (after - before) / (next - i));
        filled.set(i, piece);
      }
      before = Math.max(before, piece.end());
    }
    return filled;
  }

  /** Within the sound: what ends later is cut, what would begin later was not heard. */
  private static List<HeardPiece> within(List<HeardPiece> pieces, double seconds)
      throws UnfitAnswerException {
    List<HeardPiece> within = new ArrayList<>();
    double before = 0;
    for (HeardPiece piece : pieces) {
      if (piece.start() < -SLACK || piece.end() < piece.start()) {
        throw new UnfitAnswerException(
            "a word has times " + piece.start() + " to " + piece.end() + " in " + seconds + " s");
      }
      if (piece.start() < before - SLACK) {
        throw new UnfitAnswerException("its words are not in order of time");
      }
      before = piece.start();
      if (piece.start() <= seconds + SLACK) {
        double start = Math.max(0, Math.min(piece.start(), seconds));
        within.add(piece.at(start, Math.max(start, Math.min(piece.end(), seconds))));
      }
    }
    if (within.size() < pieces.size() - within.size()) {
      throw new UnfitAnswerException("most words begin after the " + seconds + " s that it got");
    }
    return within;
  }
}
