package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.activities.script.OpeningSigns;
import dev.makevideo.activities.transcription.HeardWords.HeardWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeardWordsTest {
  @TempDir Path folder;
  private final List<byte[]> tokens = new ArrayList<>();

  @Test
  void cutsAtSpacesAndLeavesSignsWithTheirWord() throws IOException {
    assertEquals(
        List.of("Hello,", "“dear", "world”!"), texts("en", " Hello", ",", " “dear", " world”!"));
    assertEquals(List.of("don't", "e-mail", "3.5%"), texts("en", " don't e-mail 3.5%"));
    assertEquals(List.of("¿Qué", "tal?"), texts("es", " ¿Qué tal?"));
  }

  @Test
  void cutsLanguagesWithoutSpacesByTheirDictionary() throws IOException {
    assertEquals(List.of("今天", "天气", "很好。"), texts("zh", "今天", "天气很好。"));
    assertEquals(List.of("สวัสดี", "ครับ"), texts("th", "สวัสดีครับ"));
  }

  @Test
  void leavesAnOpeningSignWithTheWordAfterIt() throws IOException {
    List<String> torn = new ArrayList<>();
    for (OpeningSigns.Text text : OpeningSigns.texts()) {
      List<String> words = texts("zh", text.text());
      assertEquals(text.text(), String.join("", words));
      if (text.isTornIn(words)) {
        torn.add(String.format("%x %s", (int) text.sign().charAt(0), words));
      }
    }
    assertEquals(List.of(), torn);
    assertEquals(List.of("call", "f(x)", "\"so\""), texts("en", " call f(x) \"so\""));
  }

  @Test
  void knowsWhichWordsAreAttached() throws IOException {
    assertEquals(List.of(false, true, true), attached("zh", "今天", "天气很好"));
    assertEquals(List.of(false, false), attached("en", " good", " day"));
    assertEquals(List.of(false, true), attached("th", "สวัสดีครับ"));
  }

  @Test
  void takesTheTimeOfTheTokenWithTheFirstLetter() throws IOException {
    List<HeardWord> words = words("en", " won", "der", "ful", " day");
    assertEquals(List.of(0.0, 3.0), words.stream().map(HeardWord::start).toList());
    assertEquals(List.of(3.0, 4.0), words.stream().map(HeardWord::end).toList());
    assertEquals(List.of(-1.0, -3.0), words.stream().map(HeardWord::logProbability).toList());
  }

  @Test
  void leavesOutBytesThatAreNoLetterAndKeepsTheTimesOfTheRest() throws IOException {
    for (byte[] broken :
        List.of(
            new byte[] {(byte) 0xe4}, new byte[] {(byte) 0xe4, (byte) 0xbd}, bytes(0xff, 0xa0))) {
      tokens.add(broken);
      tokens.add(" a".getBytes(StandardCharsets.UTF_8));
      List<HeardWord> words = words("en", " b", " c");
      assertEquals(List.of("a", "b", "c"), words.stream().map(HeardWord::text).toList());
      assertEquals(List.of(1.0, 2.0, 3.0), words.stream().map(HeardWord::start).toList());
    }
    tokens.add(bytes(0xe4));
    assertEquals(List.of(), words("en"));
  }

  @Test
  void joinsALetterThatIsCutBetweenTokens() throws IOException {
    tokens.add(bytes(0xe4, 0xbd));
    tokens.add(bytes(0xa0));
    List<HeardWord> words = words("zh", " ok");
    assertEquals(List.of("你", "ok"), words.stream().map(HeardWord::text).toList());
    assertEquals(List.of(2.0, 3.0), words.stream().map(HeardWord::end).toList());
  }

  private static byte[] bytes(int one, int other) {
    return new byte[] {(byte) one, (byte) other};
  }

  private static byte[] bytes(int one) {
    return new byte[] {(byte) one};
  }

  private List<String> texts(String language, String... pieces) throws IOException {
    return words(language, pieces).stream().map(HeardWord::text).toList();
  }

  private List<Boolean> attached(String language, String... pieces) throws IOException {
    return words(language, pieces).stream().map(HeardWord::attached).toList();
  }

  /** Each token takes a second; the n-th has a log-probability of -n. */
  private List<HeardWord> words(String language, String... pieces) throws IOException {
    for (String piece : pieces) {
      tokens.add(piece.getBytes(StandardCharsets.UTF_8));
    }
    List<Integer> numbers = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    double[] starts = new double[tokens.size() + 1];
    double[] sure = new double[tokens.size()];
    for (int i = 0; i < tokens.size(); i++) {
      for (byte b : tokens.get(i)) {
        list.append(letter(b & 0xff));
      }
      list.append('\n');
      numbers.add(i);
      starts[i + 1] = i + 1;
      sure[i] = -i;
    }
    tokens.clear();
    Path file = Files.writeString(folder.resolve("v"), list + "<|endoftext|>");
    TokenTimes.Times times = new TokenTimes.Times(starts, sure);
    return HeardWords.of(Vocabulary.read(file), numbers, times, language);
  }

  /** As byte-level BPE writes a byte. */
  private static char letter(int wanted) {
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean prints = (b > 32 && b < 127) || (b > 160 && b != 173);
      char letter = (char) (prints ? b : next++);
      if (b == wanted) {
        return letter;
      }
    }
    throw new IllegalArgumentException("byte " + wanted);
  }
}
