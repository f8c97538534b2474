package dev.makevideo.activities.transcription;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavSamplesTest {
  private static final byte[] VALUES = {0, 0, 0, 64, 0, (byte) 128};
  private static final float[] SAMPLES = {0, 0.5f, -1};

  @TempDir Path folder;

  @Test
  void readsSamples() throws IOException {
    assertArrayEquals(SAMPLES, read(chunk("fmt ", 16, new byte[16]), chunk("data", 6, VALUES)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 26})
  void passesChunksOfAnyLength(int length) throws IOException {
    byte[] other = chunk("LIST", length, new byte[length + length % 2]);
    assertArrayEquals(SAMPLES, read(other, chunk("data", 6, VALUES)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 8})
  void readsToTheEndWhereTheLengthIsNotKnown(int length) throws IOException {
    assertArrayEquals(SAMPLES, read(chunk("data", length, VALUES)));
  }

  @Test
  void ignoresACutSample() throws IOException {
    assertArrayEquals(new float[] {0, 0.5f}, read(chunk("data", 5, VALUES)));
    assertArrayEquals(new float[0], read(chunk("data", 0, new byte[0])));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, -1, Integer.MAX_VALUE, Integer.MAX_VALUE - 20})
  void refusesAFileWithoutSamples(int length) {
    IOException e =
        assertThrows(IOException.class, () -> read(chunk("fmt ", length, new byte[16])));
    assertTrue(String.valueOf(e.getMessage()).contains("sound.wav"), e.getMessage());
  }

  @Test
  void refusesAnEmptyFile() {
    assertThrows(IOException.class, () -> WavSamples.read(Files.createFile(folder.resolve("e"))));
  }

  private float[] read(byte[]... chunks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RIFF????WAVE".getBytes(StandardCharsets.US_ASCII));
    for (byte[] chunk : chunks) {
      out.writeBytes(chunk);
    }
    return WavSamples.read(Files.write(folder.resolve("sound.wav"), out.toByteArray()));
  }

  private static byte[] chunk(String name, int length, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(name.getBytes(StandardCharsets.US_ASCII))
        .putInt(length)
        .put(content)
        .array();
  }
}
