package dev.makevideo.activities.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenAlignmentTest {
  @Test
  void pairsEqualTokensAcrossGaps() {
    assertArrayEquals(new int[] {0, 1, 2}, pairs("a b c", "a b c"));
    assertArrayEquals(new int[] {0, -1, 1}, pairs("one two six", "one six"));
    assertArrayEquals(new int[] {0, 3}, pairs("one six", "one big red six"));
  }

  @Test
  void pairsWhatSoundsAlikeAndNothingElse() {
    assertArrayEquals(new int[] {0, 1, 2}, pairs("the krakatoa erupted", "the krakatau erupted"));
    assertArrayEquals(new int[] {0, -1, 2}, pairs("the cat sat", "the moon sat"));
    assertArrayEquals(new int[] {-1}, pairs("你", "我"));
  }

  @Test
  void knowsNothingAtAll() {
    assertArrayEquals(new int[] {}, pairs("", "a b"));
    assertArrayEquals(new int[] {-1, -1}, pairs("a b", ""));
  }

  @Test
  void measuresSimilarityByEdits() {
    assertEquals(1, TokenAlignment.similarity("", ""));
    assertEquals(0, TokenAlignment.similarity("", "abc"));
    assertEquals(1 - 3.0 / 7, TokenAlignment.similarity("kitten", "sitting"), 1e-12);
    assertEquals(0.75, TokenAlignment.similarity("john", "jon"), 1e-12);
  }

  private static int[] pairs(String written, String heard) {
    return TokenAlignment.of(tokens(written), tokens(heard));
  }

  private static List<String> tokens(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
