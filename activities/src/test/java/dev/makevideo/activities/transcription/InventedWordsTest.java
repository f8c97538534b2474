package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.transcription.HeardWords.HeardWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventedWordsTest {
  @TempDir Path folder;

  @Test
  void leavesOutWhatIsRepeatedInNoTime() {
    assertEquals("a b c d", kept(words("a b", 0.3), words("c d c d C D c d c d", 0.02)));
    assertEquals("we go so", kept(words("we", 0.3), words("go go go go go go go go so", 0.3)));
  }

  @Test
  void leavesOutAPhraseThatIsRepeatedWithoutEnd() {
    String phrase = "thank you for watching ";
    assertEquals("thank you for watching", kept(words(phrase.repeat(7).strip(), 0.3)));
  }

  @Test
  void keepsAChorusThatIsSung() {
    for (String chorus :
        List.of(
            "we will rock you we will rock you we will rock you we will rock you",
            "la la la la la",
            "no more no more no more no more no more")) {
      assertEquals(chorus, kept(words(chorus, 0.3)));
    }
  }

  @Test
  void leavesOutARunOfWordsThatTakeNoTime() {
    assertEquals("a e", kept(words("a", 0.3), words("b c d", 0), words("e", 0.3)));
    assertEquals("a", kept(words("a", 0.3), words("b c d f", 0.01)));
    assertEquals("a b c e", kept(words("a", 0.3), words("b c", 0), words("e", 0.3)));
    assertEquals("", kept());
  }

  @Test
  void tellsSilenceFromSpeech() {
    assertTrue(InventedWords.isSilence(new TextSearch.Found(List.of(), -0.1, 0)));
    assertTrue(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.84, 0.72)));
    assertFalse(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.3, 0.72)));
    assertFalse(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.84, 0.3)));
  }

  @Test
  void doubtsGuessesAndLoops() throws IOException {
    Path list = Files.writeString(folder.resolve("v"), "Ġround\nĠother\n<|endoftext|>");
    Vocabulary vocabulary = Vocabulary.read(list);
    assertTrue(doubtful(Collections.nCopies(40, 0), -0.1, vocabulary));
    assertTrue(doubtful(List.of(0, 1), -1.1, vocabulary));
    assertFalse(doubtful(List.of(0, 1), -0.9, vocabulary));
    assertFalse(doubtful(List.of(), 0, vocabulary));
  }

  private static boolean doubtful(List<Integer> tokens, double sure, Vocabulary vocabulary) {
    return InventedWords.isDoubtful(new TextSearch.Found(tokens, sure, 0), vocabulary);
  }

  @SafeVarargs
  private static String kept(List<HeardWord>... parts) {
    List<HeardWord> all = new ArrayList<>();
    double at = 0;
    for (List<HeardWord> part : parts) {
      for (HeardWord word : part) {
        all.add(word.later(at));
      }
      at = all.get(all.size() - 1).end();
    }
    return String.join(" ", InventedWords.without(all).stream().map(HeardWord::text).toList());
  }

  private static List<HeardWord> words(String text, double seconds) {
    List<HeardWord> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      double start = seconds * words.size();
      words.add(new HeardWord(word, false, start, start + seconds, -0.1));
    }
    return words;
  }
}
