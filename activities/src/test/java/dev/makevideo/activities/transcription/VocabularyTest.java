package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
  private static final String MARKS =
      "<|endoftext|>\n<|startoftranscript|>\n<|en|>\n<|haw|>\n<|transcribe|>\n<|notimestamps|>";

  @TempDir Path folder;

  @Test
  void readsLettersThatStandForBytes() throws IOException {
    Vocabulary vocabulary = read("Ġhello\nÃ¼\nĊ\nä½\nł\n" + MARKS);
    assertEquals(5, vocabulary.size());
    assertArrayEquals(" hello".getBytes(StandardCharsets.UTF_8), vocabulary.bytes(0));
    assertArrayEquals("ü".getBytes(StandardCharsets.UTF_8), vocabulary.bytes(1));
    assertArrayEquals(new byte[] {'\n'}, vocabulary.bytes(2));
  }

  @Test
  void joinsALetterThatIsCutBetweenTokens() throws IOException {
    Vocabulary vocabulary = read("ä½\nł\n" + MARKS);
    assertEquals("你", vocabulary.text(List.of(0, 1)));
    assertEquals("\ufffd", vocabulary.text(List.of(0)));
    assertEquals("", vocabulary.text(List.of()));
  }

  @Test
  void numbersMarksAfterTheTokens() throws IOException {
    Vocabulary vocabulary = read("a\nb\n" + MARKS);
    assertEquals(2, vocabulary.end());
    assertEquals(3, vocabulary.mark("startoftranscript"));
    assertEquals(6, vocabulary.mark("transcribe"));
    assertEquals(51_865, vocabulary.size() + vocabulary.markCount());
    Exception e = assertThrows(IllegalArgumentException.class, () -> vocabulary.mark("sing"));
    assertEquals("no mark \"sing\"", e.getMessage());
  }

  @Test
  void tellsLanguagesFromOtherMarks() throws IOException {
    Vocabulary vocabulary = read("a\nb\n" + MARKS);
    assertEquals(Map.of("en", 4, "haw", 5), vocabulary.languages());
    assertEquals(Optional.of(5), vocabulary.language("haw"));
    assertEquals(Optional.empty(), vocabulary.language("xx"));
  }

  @Test
  void refusesWhatIsNoListOfTokens() {
    for (String bad : List.of("", "a\nb\n", "{\"model\": 1}", "a b\n" + MARKS, "世\n" + MARKS)) {
      IOException e = assertThrows(IOException.class, () -> read(bad), bad);
      assertTrue(String.valueOf(e.getMessage()).contains("vocabulary.txt"), e.getMessage());
    }
  }

  private Vocabulary read(String text) throws IOException {
    return Vocabulary.read(Files.writeString(folder.resolve("vocabulary.txt"), text));
  }
}
