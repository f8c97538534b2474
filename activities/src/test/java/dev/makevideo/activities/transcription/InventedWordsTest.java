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
    assertEquals(
        "we go so", kept(words("we go", 0.3), words("go go go go go go go", 0.04), words("so", 1)));
    String half = "go go go go go go go";
    assertEquals(
        "we " + half + " so", kept(words("we " + half, 0.3), words(half, 0), words("so", 1)));
  }

  @Test
  void keepsWhatIsReallySaidAgainAndAgain() {
    for (int times = 7; times <= 40; times += 11) {
      for (String phrase : List.of("no ", "never ever ", "we will rock you ", "na na na hey ")) {
        String said = "she said " + phrase.repeat(times) + "and left";
        assertEquals(said, kept(words(said, 0.25)), said);
      }
    }
  }

  /** As the model timed "no" said ten times, one longer and some shorter than they were. */
  @Test
  void keepsWhatIsSaidUnevenly() {
    List<HeardWord> words = new ArrayList<>();
    double[] starts = {0, 0.48, 1.64, 1.7, 2.66, 3.28, 3.84, 4.42, 5.04, 5.16, 5.28, 5.68};
    for (int i = 0; i + 1 < starts.length; i++) {
      words.add(new HeardWord("no", false, starts[i], starts[i + 1], i == 0 ? -1.05 : -0.05));
    }
    assertEquals("no no no no no no no no no no no", kept(words));
  }

  @Test
  void leavesOutALoopOverMusic() {
    String phrase = "thank you for watching ";
    // Never understood: not even the first time is kept.
    assertEquals("", kept(words(phrase.repeat(7).strip(), 0.3, -2.6)));
    // The text gets on as speech would, and ends long before the sound.
    assertEquals(
        "thank you for watching",
        kept(words(phrase.repeat(7).strip(), 0.3), words(phrase.strip(), 3)));
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
    assertTrue(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.45, 0.93)));
    assertTrue(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.9, 0.36)));
    assertFalse(InventedWords.isSilence(new TextSearch.Found(List.of(1), -0.3, 0.93)));
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
    return words(text, seconds, -0.1);
  }

  private static List<HeardWord> words(String text, double seconds, double sure) {
    List<HeardWord> words = new ArrayList<>();
    for (String word : text.split(" ")) {
      double start = seconds * words.size();
      words.add(new HeardWord(word, false, start, start + seconds, sure));
    }
    return words;
  }
}
