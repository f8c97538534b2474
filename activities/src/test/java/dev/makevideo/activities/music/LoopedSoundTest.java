package dev.makevideo.activities.music;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopedSoundTest {
  @TempDir Path folder;

  private Path file(int frames, IntUnaryOperator sample) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(frames * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames; i++) {
      bytes.putShort((short) sample.applyAsInt(i)).putShort((short) -sample.applyAsInt(i));
    }
    return Files.write(folder.resolve("sound"), bytes.array());
  }

  private static double[] read(LoopedSound sound, long from, int frames) throws IOException {
    double[] target = new double[2 * frames];
    sound.read(from, target);
    return target;
  }

  @Test
  void beginsAgainWithEndAndBeginningHeardTogether() throws IOException {
    int frames = 3 * LoopedSound.SHORTEST_WITH_SEAM;
    int period = frames - LoopedSound.SEAM;
    try (LoopedSound sound = new LoopedSound(file(frames, i -> i / 10), 1L << 32)) {
      assertEquals((period - 1) / 10, read(sound, period - 1, 1)[0]);
      // The end goes on, and the beginning is still hardly heard.
      assertEquals(period / 10.0, read(sound, period, 1)[0], 2);
      int half = LoopedSound.SEAM / 2;
      double both = ((period + half) / 10 + half / 10) * Math.sqrt(0.5);
      assertEquals(both, read(sound, period + half, 1)[0], 5);
      assertEquals(-both, read(sound, period + half, 1)[1], 5);
      assertEquals(LoopedSound.SEAM / 10, read(sound, period + LoopedSound.SEAM, 1)[0], 1e-9);
      double[] across = read(sound, 2L * period - 100, 200);
      for (int i = 2; i < across.length; i += 2) {
        assertTrue(Math.abs(across[i] - across[i - 2]) < 3, "a click at " + i);
      }
    }
  }

  @Test
  void aVeryShortOneIsRepeatedAsItIs() throws IOException {
    try (LoopedSound sound = new LoopedSound(file(7, i -> i), 1000)) {
      double[] read = read(sound, 5, 20);
      for (int i = 0; i < 20; i++) {
        assertEquals((5 + i) % 7, read[2 * i]);
        assertEquals(-((5 + i) % 7), read[2 * i + 1]);
      }
    }
  }

  @Test
  void aLongOneDoesNotBeginAgain() throws IOException {
    int frames = LoopedSound.SHORTEST_WITH_SEAM + 10;
    try (LoopedSound sound = new LoopedSound(file(frames, i -> i / 10), frames)) {
      assertEquals((frames - 1) / 10, read(sound, frames - 1, 1)[0]);
    }
  }

  @Test
  void anEmptyOneIsNoEndlessLoop() throws IOException {
    try (LoopedSound sound = new LoopedSound(file(0, i -> i), 10)) {
      assertThrows(IllegalStateException.class, () -> read(sound, 0, 1));
    }
  }
}
