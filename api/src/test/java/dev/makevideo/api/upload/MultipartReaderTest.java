package dev.makevideo.api.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.api.http.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
  private static final String TYPE = "multipart/form-data; boundary=XX";

  @Test
  void readsWhateverTheBytesAndHoweverTheyArrive() throws IOException {
    long seed = System.nanoTime();
    System.out.println("MultipartReaderTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] first = content(random);
      byte[] second = content(random);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.writeBytes(text(random.nextBoolean() ? "" : "preamble\r\n"));
      body.writeBytes(text("--XX\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n"));
      body.writeBytes(first);
      body.writeBytes(text("\r\n--XX  \r\nX: y\r\nContent-Disposition: form-data;name=b\r\n\r\n"));
      body.writeBytes(second);
      body.writeBytes(text("\r\n--XX--\r\nepilogue"));
      MultipartReader reader = new MultipartReader(new Trickle(body.toByteArray(), random), TYPE);
      assertEquals("a", reader.next());
      assertArrayEquals(first, all(reader, random));
      assertEquals("b", reader.next());
      if (random.nextBoolean()) {
        assertArrayEquals(second, all(reader, random));
      }
      assertNull(reader.next());
      assertNull(reader.next());
    }
  }

  /** Mostly what looks like a boundary and is none. */
  private static byte[] content(Random random) {
    String[] pieces = {"\r", "\n", "\r\n", "\r\n--", "\r\n--X", "--XX", "X", "abc", "\r\r\n--X"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    String safe = text.toString().replace("\r\n--XX", "\r\n--xX");
    if (random.nextInt(10) == 0) {
      safe = safe + "z".repeat(70_000 + random.nextInt(200));
    }
    return text(safe + ".");
  }

  private static byte[] all(MultipartReader reader, Random random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 + random.nextInt(1_000)];
    for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
      out.write(chunk, 0, read);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--XX",
        "--XX\r\n",
        "--XXgarbage\r\n",
        "--XX\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; filename=\"n\"\r\n\r\nabc\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nabc\r\n--XX"
      })
  void malformedBodiesAreInvalidRequests(String body) {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> {
              MultipartReader reader =
                  new MultipartReader(new ByteArrayInputStream(text(body)), TYPE);
              while (reader.next() != null) {
                all(reader, new Random(1));
              }
            });
    assertEquals(400, problem.status());
  }

  @Test
  void theHeaderOfAPartIsBounded() {
    String body = "--XX\r\nContent-Disposition: " + "x".repeat(10_000);
    MultipartReader reader = new MultipartReader(new ByteArrayInputStream(text(body)), TYPE);
    assertEquals(400, assertThrows(ProblemException.class, reader::next).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"multipart/form-data", "text/plain; boundary=XX", "multipart/mixed; boundary=XX"})
  void onlyFormsWithABoundaryAreRead(String type) {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () -> new MultipartReader(new ByteArrayInputStream(new byte[0]), type));
    assertEquals(415, problem.status());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Gives a few bytes at a time. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream in;
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      this.in = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int most = random.nextInt(20) == 0 ? length : 1 + random.nextInt(9);
      return in.read(buffer, offset, Math.min(length, most));
    }
  }
}
