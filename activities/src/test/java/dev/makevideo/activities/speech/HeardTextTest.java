package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.script.OpeningSigns;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeardTextTest {
  @Test
  void leavesAnOpeningSignWithTheWordAfterIt() {
    OpeningSigns.requireWhole(HeardTextTest::words);
  }

  @Test
  void leavesClosingSignsWithTheWordBefore() {
    assertEquals(List.of("他", "说", "\"你好\"", "我", "走"), words("他说\"你好\"我走"));
    assertEquals(List.of("Er:", "„ Halt ! “", "Ende"), words("Er: „ Halt ! “ Ende"));
    assertEquals(List.of("Il", "dit :", "« Oui ! »", "à"), words("Il dit : « Oui ! » à"));
    assertEquals(
        List.of("He", "said", "\"so\"", "f(x)", "($5)"), words("He said \"so\" f(x) ($5)"));
  }

  private static List<String> words(String text) {
    return new HeardText(text).words().stream().map(WordTimes.Text::text).toList();
  }
}
