package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.subtitle.Word;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms in which servers answer, each as such a server writes it. */
class OpenAiAnswerTest {
  @Test
  void openAiGivesBareWordsAtTheTop() throws Exception {
    List<Word> words =
        words(
            """
            {"task":"transcribe","language":"english","duration":2.0,"text":"Hello, big world.",
             "words":[{"word":"Hello","start":0.0,"end":0.5},{"word":"big","start":0.5,"end":0.8},
                      {"word":"world","start":0.9,"end":1.8}],
             "usage":{"type":"duration","seconds":2}}
            """,
            2);
    assertEquals(
        List.of(
            new Word("Hello,", 0, 0.5), new Word("big", 0.5, 0.8), new Word("world.", 0.9, 1.8)),
        words);
  }

  @Test
  void speachesGivesWordsWithSpacesAtTheTopAndNoneInItsSegments() throws Exception {
    List<Word> words =
        words(
            """
            {"task":"transcribe","language":"en","duration":3,"text":"Rivers begin in the hills.",
             "words":[{"start":0.4,"end":0.7,"word":" Rivers","probability":0.9},
              {"start":0.7,"end":1.0,"word":" begin","probability":0.9},
              {"start":1.0,"end":1.2,"word":" in","probability":0.9},
              {"start":1.2,"end":1.3,"word":" the","probability":0.9},
              {"start":1.3,"end":1.8,"word":" hills.","probability":0.9}],
             "segments":[{"id":1,"seek":0,"start":0.0,"end":3.0,
              "text":" Rivers begin in the hills.","tokens":[1],"temperature":0,
              "avg_logprob":-0.2,"compression_ratio":1.1,"no_speech_prob":0.01,"words":null}]}
            """,
            3);
    assertEquals("Rivers begin in the hills.", text(words));
    assertEquals(1.3, words.get(4).start());
  }

  @Test
  void whisperCppGivesPiecesInItsSegments() throws Exception {
    List<Word> words =
        words(
            """
            {"task":"transcribe","language":"english","duration":5.0,
             "text":" It cost $50,000.\\n A like-minded friend paid 3.5%.\\n",
             "segments":[
              {"id":0,"text":" It cost $50,000.","start":0.0,"end":2.0,"words":[
               {"word":" It","start":0.1,"end":0.2,"t_dtw":-1,"probability":0.9},
               {"word":" cost","start":0.2,"end":0.5,"probability":0.9},
               {"word":" $","start":0.5,"end":0.6,"probability":0.9},
               {"word":"50","start":0.6,"end":1.0,"probability":0.9},
               {"word":",000","start":1.0,"end":1.6,"probability":0.9},
               {"word":".","start":1.6,"end":1.7,"probability":0.9}]},
              {"id":1,"text":" A like-minded friend paid 3.5%.","start":2.0,"end":5.0,"words":[
               {"word":" A","start":2.0,"end":2.1},{"word":" like","start":2.1,"end":2.4},
               {"word":"-minded","start":2.4,"end":2.8},{"word":" friend","start":2.8,"end":3.2},
               {"word":" paid","start":3.2,"end":3.5},{"word":" 3","start":3.5,"end":3.7},
               {"word":".5","start":3.7,"end":4.1},{"word":"%","start":4.1,"end":4.4},
               {"word":".","start":4.4,"end":4.5}]}]}
            """,
            5);
    assertEquals("It cost $50,000. A like-minded friend paid 3.5%.", text(words));
    assertEquals("$50,000.", words.get(2).text());
    assertEquals(new Word("like-minded", 2.1, 2.8), words.get(4));
  }

  @Test
  void piecesWithoutSpacesAreJoinedAsTheTextHasThem() throws Exception {
    List<Word> words =
        words(
            """
            {"text":"Room 1,024 re-opened (finally).","words":[
             {"word":"Room","start":0,"end":0.3},{"word":"1","start":0.3,"end":0.4},
             {"word":",024","start":0.4,"end":0.9},{"word":"re","start":0.9,"end":1.0},
             {"word":"-opened","start":1.0,"end":1.4},{"word":"finally","start":1.5,"end":2}]}
            """,
            3);
    assertEquals("Room 1,024 re-opened (finally).", text(words));
    assertEquals(new Word("1,024", 0.3, 0.9), words.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "今天天气很好，我们一起去公园散步。公园里有很多人在锻炼身体！",
        "昨日は東京へ行きました。天気がとてもよかったです。",
        "วันนี้อากาศดีมากเราไปเดินเล่นในสวน",
        "他用Python写了「测试」，花了50元。"
      })
  void whatIsWrittenWithoutSpacesStaysSo(String said) throws Exception {
    StringBuilder items = new StringBuilder();
    int[] letters = HeardText.letters(said).codePoints().toArray();
    double step = 6.0 / letters.length;
    for (int i = 0; i < letters.length; i++) {
      items.append(items.isEmpty() ? "" : ",");
      items.append(item(Character.toString(letters[i]), i * step, (i + 1) * step));
    }
    List<Word> words = words("{\"text\":\"" + said + "\",\"words\":[" + items + "]}", 6);
    assertEquals(said, text(words));
    assertTrue(words.size() > 3, words::toString);
    assertTrue(words.stream().skip(1).allMatch(Word::attached), words::toString);
    assertEquals(6, words.get(words.size() - 1).end(), 0.01);
  }

  @Test
  void brokenCharactersInPiecesAreTakenFromTheText() throws Exception {
    List<Word> words =
        words(
            """
            {"text":" 今天天气很好","segments":[{"start":0,"end":3,"text":" 今天天气很好","words":[
             {"word":"今天","start":0,"end":1},{"word":"天","start":1,"end":1.5},
             {"word":"\ufffd","start":1.5,"end":1.8},{"word":"\ufffd","start":1.8,"end":2},
             {"word":"很好","start":2,"end":3}]}]}
            """,
            3);
    assertEquals("今天天气很好", text(words));
  }

  @Test
  void localAiGivesSegmentsInNanoseconds() throws Exception {
    List<Word> words =
        words(
            """
            {"segments":[
              {"id":0,"start":0,"end":2000000000,"text":" Rivers begin here.","tokens":[1,2]},
              {"id":1,"start":2500000000,"end":4000000000,"text":" Then they end.","tokens":[3]}],
             "text":" Rivers begin here. Then they end."}
            """,
            5);
    assertEquals("Rivers begin here. Then they end.", text(words));
    assertEquals(0, words.get(0).start());
    assertEquals(2.5, words.get(3).start());
    assertEquals(4, words.get(5).end());
  }

  @Test
  void fasterWhisperServerGivesSegmentsWithWordsOfTheirOwn() throws Exception {
    List<Word> words =
        words(
            """
            {"task":"transcribe","language":"en","duration":4.0,"text":"One two. Three.",
             "words":[],
             "segments":[{"id":1,"start":0.0,"end":1.5,"text":" One two.","words":[
                {"start":0.1,"end":0.6,"word":" One","probability":1.0},
                {"start":0.7,"end":1.4,"word":" two.","probability":1.0}]},
               {"id":2,"start":2.0,"end":3.0,"text":" Three.","words":[
                {"start":2.1,"end":2.9,"word":" Three.","probability":1.0}]}]}
            """,
            4);
    assertEquals(
        List.of(
            new Word("One", 0.1, 0.6), new Word("two.", 0.7, 1.4), new Word("Three.", 2.1, 2.9)),
        words);
  }

  @Test
  void nullInPlaceOfWordsLeavesTheSegments() throws Exception {
    List<Word> words =
        words(
            """
            {"text":"Rivers begin in the hills.","words":null,
             "segments":[{"id":0,"start":0.4,"end":1.9,"text":" Rivers begin in the hills."}]}
            """,
            3);
    assertEquals("Rivers begin in the hills.", text(words));
    assertEquals(0.4, words.get(0).start());
    assertEquals(1.9, words.get(4).end(), 0.001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"Only a text.\"}",
        "{\"text\":\"Only a text.\",\"words\":null,\"segments\":null}",
        "{\"text\":\" Only a text.\",\"words\":[],\"segments\":[]}",
        "{\"text\":\"Only a text.\",\"words\":[{\"word\":\"Only\"},{\"word\":\"a\"}]}",
        "{\"segments\":[{\"text\":\"Only a text.\"}]}"
      })
  void aTextWithoutTimesIsHandedOnAsSuch(String json) throws Exception {
    assertEquals(Optional.of("Only a text."), read(json, 3).untimed());
  }

  static String item(String word, double start, double end) {
    return "{\"word\":\"" + word + "\",\"start\":" + start + ",\"end\":" + end + "}";
  }

  static List<Word> words(String json, double seconds) throws IOException {
    TranscriptionService.Answer answer = read(json, seconds);
    assertEquals(Optional.empty(), answer.untimed());
    ScriptAlignerTest.assertOrderly(answer.words(), answer.words().size(), seconds);
    return answer.words();
  }

  static TranscriptionService.Answer read(String json, double seconds) throws IOException {
    return OpenAiAnswer.read(json.getBytes(StandardCharsets.UTF_8), seconds);
  }

  static String text(List<Word> words) {
    return words.stream()
        .map(word -> (word.attached() ? "" : " ") + word.text())
        .collect(Collectors.joining())
        .strip();
  }
}
