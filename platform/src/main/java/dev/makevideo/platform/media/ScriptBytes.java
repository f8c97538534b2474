package dev.makevideo.platform.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Turns the bytes of a script into text, or says what they are instead.
 *
 * <p>Text is UTF-8, UTF-16 or UTF-32, of either order of bytes, with a byte order mark or without.
 * Without one, bytes with zeros are UTF-16 or UTF-32: which, and in which order, follows from the
 * places where the zeros are (in text most are upper halves of Latin letters, spaces and signs); if
 * that gives letters that do not exist, the other order is tried. Everything else must be valid
 * UTF-8. Stateless.
 */
public final class ScriptBytes {
  /** Of the file, and of its text as UTF-8. */
  public static final int MAX_BYTES = 1_048_576;

  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

  private ScriptBytes() {}

  /**
   * The text, without a byte order mark; line ends are as in the file.
   *
   * @throws ScriptUnusableException if it is a document, not text, of another encoding, or too long
   */
  public static String text(byte[] bytes) throws ScriptUnusableException {
    if (bytes.length > MAX_BYTES) {
      throw tooLong(bytes.length);
    }
    Optional<DocumentKind> document = DocumentKind.ofBytes(bytes);
    if (document.isPresent()) {
      throw document.get().refusal();
    }
    String decoded = decoded(bytes);
    String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    Optional<DocumentKind> markup = DocumentKind.ofText(text);
    if (markup.isPresent()) {
      throw markup.get().refusal();
    }
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_BYTES) {
      throw tooLong(length);
    }
    return text;
  }

  /**
   * A file's text, as {@link #text}; no more of it is read than tells that it is too long.
   *
   * @throws ScriptUnusableException as {@link #text}
   * @throws IOException if it cannot be read
   */
  public static String read(Path file) throws ScriptUnusableException, IOException {
    long length = Files.size(file);
    if (length > MAX_BYTES) {
      throw tooLong(length);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return text(in.readNBytes(MAX_BYTES + 1)); // it may grow meanwhile
    }
  }

  private static ScriptUnusableException tooLong(long bytes) {
    return new ScriptUnusableException(
        bytes + " bytes",
        "has " + bytes + " bytes; allowed: " + MAX_BYTES + ": shorten it to what is said");
  }

  private static String decoded(byte[] bytes) throws ScriptUnusableException {
    for (Charset charset : candidates(bytes)) {
      Optional<String> text = strictly(bytes, charset).filter(ScriptBytes::isText);
      if (text.isPresent()) {
        return text.get();
      }
    }
    int wrong = firstWrong(bytes);
    boolean binary = wrong < 0 || controls(bytes) > bytes.length / 50 || has(bytes, 0);
    if (binary) {
      throw DocumentKind.BINARY.refusal();
    }
    throw new ScriptUnusableException(
        "text of another encoding",
        String.format(
            Locale.ROOT,
            "is not UTF-8 text (byte 0x%02X in line %d): open it in an editor and save it with the"
                + " encoding UTF-8",
            bytes[wrong] & 0xff,
            lineOf(bytes, wrong)));
  }

  private static List<Charset> candidates(byte[] bytes) {
    if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
      return List.of(UTF_32LE, StandardCharsets.UTF_16LE);
    }
    if (starts(bytes, 0, 0, 0xFE, 0xFF)) {
      return List.of(UTF_32BE);
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return List.of(StandardCharsets.UTF_16LE);
    }
    if (starts(bytes, 0xFE, 0xFF)) {
      return List.of(StandardCharsets.UTF_16BE);
    }
    if (!has(bytes, 0)) {
      return List.of(StandardCharsets.UTF_8);
    }
    return byZeros(bytes);
  }

  private static List<Charset> byZeros(byte[] bytes) {
    int[] zeros = new int[4];
    for (int i = 0; i < bytes.length; i++) {
      zeros[i % 4] += bytes[i] == 0 ? 1 : 0;
    }
    if (bytes.length % 4 == 0 && zeros[0] == bytes.length / 4) {
      return List.of(UTF_32BE);
    }
    if (bytes.length % 4 == 0 && zeros[3] == bytes.length / 4) {
      return List.of(UTF_32LE);
    }
    return zeros[0] + zeros[2] > zeros[1] + zeros[3]
        ? List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)
        : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);
  }

  private static Optional<String> strictly(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** No editor writes these into a text, but for an end-of-file sign of old. */
  private static boolean isText(String text) {
    long odd =
        text.codePoints()
            .filter(c -> isControl(c) || !Character.isDefined(c) || (c & 0xFFFE) == 0xFFFE)
            .count();
    return text.indexOf('\0') < 0 && odd <= text.length() / 200;
  }

  private static boolean isControl(int c) {
    return c < ' ' && "\t\n\u000b\f\r\u001a\u001b".indexOf(c) < 0;
  }

  private static int controls(byte[] bytes) {
    int count = 0;
    for (byte each : bytes) {
      count += isControl(each & 0xff) ? 1 : 0;
    }
    return count;
  }

  /** Where the bytes stop being UTF-8; -1 if they are. */
  private static int firstWrong(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    return StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError() ? in.position() : -1;
  }

  private static int lineOf(byte[] bytes, int at) {
    int line = 1;
    for (int i = 0; i < at; i++) {
      boolean end = bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
      line += end ? 1 : 0;
    }
    return line;
  }

  private static boolean has(byte[] bytes, int value) {
    for (byte each : bytes) {
      if (each == value) {
        return true;
      }
    }
    return false;
  }

  static boolean starts(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
