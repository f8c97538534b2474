package dev.makevideo.activities.speech;

import static dev.makevideo.activities.speech.OpenAiAnswerTest.item;
import static dev.makevideo.activities.speech.OpenAiAnswerTest.read;
import static dev.makevideo.activities.speech.OpenAiAnswerTest.text;
import static dev.makevideo.activities.speech.OpenAiAnswerTest.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.external.UnfitAnswerException;
import dev.makevideo.activities.subtitle.Word;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a server's answer is not believed. */
class OpenAiDoubtsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"\"}",
        "{\"text\":\" \",\"words\":[],\"segments\":[]}",
        "{\"text\":\"♪♪\"}",
        "{\"text\":\"...\",\"words\":[{\"word\":\"...\",\"start\":0,\"end\":1}]}",
        "{\"text\":\" Thanks.\",\"segments\":[{\"start\":0,\"end\":2,\"text\":\" Thanks.\","
            + "\"no_speech_prob\":0.9,\"avg_logprob\":-1.4,"
            + "\"words\":[{\"word\":\" Thanks.\",\"start\":0,\"end\":2}]}]}"
      })
  void silenceIsNoWords(String json) throws Exception {
    assertEquals(TranscriptionService.Answer.of(List.of()), read(json, 3));
  }

  @Test
  void wordsOfASilentSegmentAreDroppedWhereverTheyStand() throws Exception {
    String segments =
        """
        "segments":[
         {"start":0,"end":1,"text":" Good.","no_speech_prob":0.7,"avg_logprob":-0.3},
         {"start":1,"end":2,"text":" Thanks.","no_speech_prob":0.7,"avg_logprob":-1.3}]
        """;
    String top = ",\"words\":[" + item(" Good.", 0.1, 0.9) + "," + item(" Thanks.", 1.1, 1.9) + "]";
    assertEquals("Good.", text(words("{\"text\":\"Good. Thanks.\"," + segments + "}", 2)));
    assertEquals("Good.", text(words("{\"text\":\"Good. Thanks.\"," + segments + top + "}", 2)));
  }

  @Test
  void aPhraseRepeatedInNoTimeIsDropped() throws Exception {
    String json =
        "{\"words\":["
            + item(" Rivers", 0, 1)
            + ","
            + item(" begin", 1, 1.9)
            + ("," + item(" thanks", 2, 2) + "," + item(" for", 2, 2.02) + "," + item(" all", 2, 2))
                .repeat(5)
            + "]}";
    assertEquals("Rivers begin", text(words(json, 3)));
  }

  @Test
  void aRefrainThatTakesItsTimeStays() throws Exception {
    StringBuilder items = new StringBuilder(item("Oh", 0, 0.1));
    for (int i = 0; i < 9; i++) {
      items
          .append(",")
          .append(item(List.of("we", "will", "go").get(i % 3), i * 0.3, i * 0.3 + 0.2));
    }
    assertEquals(10, words("{\"words\":[" + items + "]}", 4).size());
  }

  @Test
  void timesPastTheSoundAreCut() throws Exception {
    String json =
        "{\"words\":["
            + item("one", 0.2, 1)
            + ","
            + item("two", 1, 29.98)
            + ","
            + item("you", 29.98, 30)
            + "]}";
    assertEquals(List.of(new Word("one", 0.2, 1), new Word("two", 1, 2)), words(json, 2));
  }

  @Test
  void aWordWithoutTimesLiesBetweenItsNeighbours() throws Exception {
    String json =
        "{\"text\":\"Room 7 here\",\"words\":["
            + item("Room", 0, 0.5)
            + ",{\"word\":\"7\"},"
            + item("here", 1, 1.5)
            + "]}";
    assertEquals(new Word("7", 0.5, 1), words(json, 2).get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>busy</html>",
        "",
        "[]",
        "{\"status\":\"ok\"}",
        "{\"error\":{\"message\":\"model not found\"}}",
        "{\"words\":[{\"word\":\"a\"}]}",
        "{\"words\":[{\"word\":\"a\",\"start\":300,\"end\":900}]}",
        "{\"words\":[{\"word\":\"a\",\"start\":-5,\"end\":1}]}",
        "{\"words\":[{\"word\":\"a\",\"start\":1.9,\"end\":1.2}]}"
      })
  void whatIsNoTranscriptionIsRefusedForGood(String body) {
    assertThrows(UnfitAnswerException.class, () -> read(body, 2), body);
  }

  @Test
  void theReasonShowsWhatCame() {
    assertReason("<html>busy</html>", "not a JSON object, but \"<html>busy</html>\"");
    assertReason("{\"error\":{\"message\":\"no such model\"}}", "says: no such model");
    assertReason("{\"status\":\"ok\"}", "status");
  }

  private static void assertReason(String body, String reason) {
    UnfitAnswerException refused =
        assertThrows(UnfitAnswerException.class, () -> read(body, 2), body);
    assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::getMessage);
  }
}
