package dev.makevideo.coordination.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextFormTest {
  private static final int MOST = 1 << 20;

  @Test
  void isTheSameTextAgain() {
    for (String text : new String[] {"", "é", "x".repeat(1023), "é 🎬 ".repeat(5000)}) {
      assertEquals(Optional.of(text), TextForm.of(text).plain(MOST));
    }
  }

  @Test
  void isPackedFromOneKilobyteOnWhereThatIsShorter() {
    assertEquals("p", TextForm.of("x".repeat(1023)).form());
    assertEquals("d", TextForm.of("x".repeat(1024)).form());
    StringBuilder noise = new StringBuilder();
    java.util.Random random = new java.util.Random(7);
    random.ints(2000, 33, 127).forEach(letter -> noise.append((char) letter));
    assertEquals("p", TextForm.of(noise.toString()).form());
  }

  @Test
  void nonsenseIsNoText() {
    assertEquals(Optional.empty(), new TextForm("no base 64!", "d").plain(MOST));
    assertEquals(Optional.empty(), new TextForm("AAAA", "d").plain(MOST));
    assertEquals(Optional.empty(), new TextForm("text", "?").plain(MOST));
  }

  @Test
  void whatWouldBeTooLongIsNoText() {
    TextForm bomb = TextForm.of("x".repeat(2 << 20));
    assertEquals(Optional.empty(), bomb.plain(MOST));
  }
}
