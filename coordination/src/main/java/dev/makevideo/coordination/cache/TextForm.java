package dev.makevideo.coordination.cache;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * How a text lies in Redis: as it is, or, from 1 kB on and where that is shorter, deflated (RFC
 * 1951) and in Base64 (RFC 4648).
 *
 * @param form {@code p} plain or {@code d} deflated
 */
record TextForm(String text, String form) {
  private static final int LEAST = 1024;
  private static final int BUFFER = 8192;

  static TextForm of(String text) {
    if (text.length() < LEAST) {
      return new TextForm(text, "p");
    }
    String packed = deflated(text.getBytes(StandardCharsets.UTF_8));
    return packed.length() < text.length() ? new TextForm(packed, "d") : new TextForm(text, "p");
  }

  private static String deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /**
   * The text again; empty if it is nonsense.
   *
   * @param most bytes; what would be longer is nonsense
   */
  Optional<String> plain(int most) {
    return switch (form) {
      case "p" -> Optional.of(text);
      case "d" -> inflated(most);
      default -> Optional.empty();
    };
  }

  private Optional<String> inflated(int most) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(Base64.getDecoder().decode(text));
      ByteArrayOutputStream plain = new ByteArrayOutputStream();
      byte[] buffer = new byte[BUFFER];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        plain.write(buffer, 0, read);
        if (plain.size() > most || read == 0 && !inflater.finished()) {
          return Optional.empty();
        }
      }
      return Optional.of(plain.toString(StandardCharsets.UTF_8));
    } catch (DataFormatException | IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }
}
