package dev.makevideo.activities.ocr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  @Test
  void readsPixmapsOfDifferentSizesInARow() throws IOException {
    BufferedInputStream in = stream("P6\n2 1\n255\nabcdefP6\n1 1\n255\nxyz");

    Frame first = Frame.readPixmap(in).orElseThrow();
    Frame second = Frame.readPixmap(in).orElseThrow();

    assertEquals(2, first.width());
    assertEquals(1, first.height());
    assertArrayEquals("abcdef".getBytes(StandardCharsets.US_ASCII), first.rgb());
    assertArrayEquals("xyz".getBytes(StandardCharsets.US_ASCII), second.rgb());
    assertTrue(Frame.readPixmap(in).isEmpty());
  }

  @Test
  void aPixmapThatIsCutOffIsAnEndOfFile() {
    assertThrows(EOFException.class, () -> Frame.readPixmap(stream("P6\n2 1\n255\nabc")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P5\n1 1\n255\nx",
        "GIF89a",
        "P6\n0 1\n255\n",
        "P6\n9999 1\n255\n",
        "P6\n1234567 1"
      })
  void whatIsNoPixmapIsRefused(String content) {
    assertThrows(IOException.class, () -> Frame.readPixmap(stream(content)));
  }

  @Test
  void samplesBetweenPixelsAndRepeatsTheEdge() {
    Frame frame = new Frame(2, 1, new byte[] {0, 10, 20, 100, 110, (byte) 220});

    assertEquals(50, frame.sample(0.5f, 0, 0), 1e-4);
    assertEquals(120, frame.sample(0.5f, 0, 2), 1e-4);
    assertEquals(0, frame.sample(-3, -3, 0), 1e-4);
    assertEquals(110, frame.sample(9, 9, 1), 1e-4);
  }

  @Test
  void sidesAndBytesMustFit() {
    assertThrows(IllegalArgumentException.class, () -> new Frame(0, 1, new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> new Frame(1, 1, new byte[2]));
  }

  private static BufferedInputStream stream(String content) {
    return new BufferedInputStream(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII)));
  }
}
