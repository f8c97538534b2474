package dev.makevideo.activities.transcription;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whisper's tokens: pieces of UTF-8, as byte-level BPE makes them (Radford et al. 2019), and after
 * them the marks by which one talks to the model. Immutable.
 */
final class Vocabulary {
  /** What the decoder gives scores for. */
  private static final int MODEL_SIZE = 51_865;

  private static final String END = "<|endoftext|>";

  private final List<byte[]> pieces;
  private final Map<String, Integer> languages = new LinkedHashMap<>();
  private final Map<String, Integer> marks = new LinkedHashMap<>();

  private Vocabulary(List<byte[]> pieces, List<String> after) {
    this.pieces = pieces;
    for (int i = 0; i < after.size(); i++) {
      String mark = after.get(i);
      marks.put(mark, pieces.size() + i);
      if (mark.matches("<\\|[a-z]{2,3}\\|>")) {
        languages.put(mark.substring(2, mark.length() - 2), pieces.size() + i);
      }
    }
  }

  /**
   * Reads the published list, one token a line.
   *
   * @throws IOException if it is not such a list
   */
  static Vocabulary read(Path file) throws IOException {
    List<String> lines = new ArrayList<>(Arrays.asList(Files.readString(file).split("\n", -1)));
    int end = lines.indexOf(END);
    if (end < 0) {
      throw new IOException("no list of tokens: " + file);
    }
    int[] bytes = letterBytes();
    List<byte[]> pieces = new ArrayList<>();
    for (String line : lines.subList(0, end)) {
      pieces.add(piece(line, bytes, file));
    }
    return new Vocabulary(pieces, lines.subList(end, lines.size()));
  }

  private static byte[] piece(String line, int[] bytes, Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter >= bytes.length || bytes[letter] < 0) {
        throw new IOException("no token of bytes: \"" + line + "\" in " + file);
      }
      out.write(bytes[letter]);
    }
    return out.toByteArray();
  }

  /** Bytes that print stand for themselves; the others, in order, for the letters from U+0100. */
  private static int[] letterBytes() {
    int[] bytes = new int[0x200];
    Arrays.fill(bytes, -1);
    int next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean prints = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      bytes[prints ? b : next++] = b;
    }
    return bytes;
  }

  /** How many tokens are text; the first mark, the end of the text, has this number. */
  int size() {
    return pieces.size();
  }

  /** How many marks the model knows; the list names one more than its last time. */
  int markCount() {
    return MODEL_SIZE - pieces.size();
  }

  int end() {
    return pieces.size();
  }

  /**
   * The number of a mark such as {@code <|transcribe|>}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  int mark(String name) {
    Integer id = marks.get("<|" + name + "|>");
    if (id == null) {
      throw new IllegalArgumentException("no mark \"" + name + "\"");
    }
    return id;
  }

  /** The languages by their ISO 639 code, and the mark of each. */
  Map<String, Integer> languages() {
    return languages;
  }

  /** The mark of a language, if the model knows it. */
  Optional<Integer> language(String code) {
    return Optional.ofNullable(languages.get(code));
  }

  byte[] bytes(int token) {
    return pieces.get(token).clone();
  }

  /** The text of tokens; what is no UTF-8 becomes the replacement character. */
  String text(List<Integer> tokens) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tokens.forEach(token -> out.writeBytes(pieces.get(token)));
    return out.toString(StandardCharsets.UTF_8);
  }
}
