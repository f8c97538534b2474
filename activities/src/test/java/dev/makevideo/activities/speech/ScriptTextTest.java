package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.speech.ScriptWord.Break;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTextTest {
  @Test
  void keepsPunctuationAndSeesBreaksThroughQuotes() {
    List<ScriptWord> words = ScriptText.words("He said: \u201cGo, now!\u201d Then");
    assertEquals(List.of("He", "said:", "\u201cGo,", "now!\u201d", "Then"), texts(words));
    assertEquals(
        List.of(Break.NONE, Break.PHRASE, Break.PHRASE, Break.SENTENCE, Break.SENTENCE),
        words.stream().map(ScriptWord::after).toList());
  }

  @Test
  void addsPunctuationThatStandsAloneToTheWordBefore() {
    List<ScriptWord> words = ScriptText.words("- this \u2013 that ...");
    assertEquals(List.of("this \u2013", "that ..."), texts(words));
    assertEquals(Break.PHRASE, words.get(0).after());
    assertEquals(Break.SENTENCE, words.get(1).after());
  }

  @Test
  void endsASentenceWithAParagraph() {
    List<ScriptWord> words = ScriptText.words("A title\r\n \r\nthe text\nwraps");
    assertEquals(List.of("A", "title", "the", "text", "wraps"), texts(words));
    assertEquals(Break.SENTENCE, words.get(1).after());
    assertEquals(Break.NONE, words.get(3).after());
  }

  @Test
  void expectsNumbersAndLastWordsToTakeLonger() {
    List<ScriptWord> words = ScriptText.words("in 1984 the end the end.");
    assertTrue(words.get(1).weight() > 3 * words.get(0).weight());
    assertTrue(words.get(5).weight() > words.get(3).weight());
  }

  @Test
  void refusesScriptsThatCannotBeSpoken() {
    assertRefused("script has no words", bytes(" -- ... \n"), 10);
    assertRefused("script is not UTF-8", new byte[] {'a', (byte) 0xff, (byte) 0xfe}, 10);
    assertRefused("script has 1048577 bytes", new byte[1_048_577], 10);
    assertRefused("script has 501 words", bytes("word ".repeat(501)), 10);
    assertRefused("script has 20001 words", bytes("word ".repeat(20_001)), 600);
    assertEquals(1, NarrationScript.words(bytes("\uFEFFone"), 10).size());
  }

  private static void assertRefused(String message, byte[] script, double seconds) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> NarrationScript.words(script, seconds));
    assertEquals("invalid-request", failure.getType());
    assertTrue(failure.getOriginalMessage().startsWith(message), failure.getOriginalMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> texts(List<ScriptWord> words) {
    return words.stream().map(ScriptWord::text).toList();
  }
}
