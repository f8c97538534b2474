package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NarrationScriptTest {
  @Test
  void refusesScriptsThatCannotBeSpoken() {
    assertRefused("script has no words", bytes(" -- ... \n"), 10);
    assertRefused("script is not UTF-8", new byte[] {'a', (byte) 0xff, (byte) 0xfe}, 10);
    assertRefused("script has 1048577 bytes", new byte[1_048_577], 10);
    assertRefused("script has 501 words", bytes("word ".repeat(501)), 10);
    assertRefused("script has 20001 words", bytes("word ".repeat(20_001)), 600);
    assertEquals(1, NarrationScript.read(bytes("\uFEFFone"), "en", 10).words().size());
  }

  @Test
  void saysWhatToDoWithADocument() {
    assertRefused("script is an RTF document: save it as", bytes("{\\rtf1 Hello}"), 10);
    assertRefused("script has no words", bytes("[music]"), 10);
  }

  @Test
  void tellsWhatWasLeftOut() {
    assertEquals(
        List.of("script: left out 1 stage direction ([music])"),
        NarrationScript.warnings(bytes("[music] One."), "en"));
    assertEquals(List.of(), NarrationScript.warnings(bytes("One."), "en"));
  }

  private static void assertRefused(String message, byte[] script, double seconds) {
    ApplicationFailure failure =
        assertThrows(ApplicationFailure.class, () -> NarrationScript.read(script, "en", seconds));
    assertEquals("invalid-request", failure.getType());
    assertTrue(failure.getOriginalMessage().startsWith(message), failure.getOriginalMessage());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
