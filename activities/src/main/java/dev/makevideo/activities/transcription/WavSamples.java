package dev.makevideo.activities.transcription;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the samples of a WAV file that ffmpeg wrote for us: 16 bits, one channel. See the RIFF
 * specification of 1991 for its chunks. Stateless.
 */
final class WavSamples {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;

  private WavSamples() {}

  /**
   * All samples, from -1 to 1.
   *
   * @throws IOException if it is no such file
   */
  static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = RIFF_HEADER;
    while (at + CHUNK_HEADER <= bytes.limit()) {
      int length = bytes.getInt(at + 4);
      if (name(bytes, at).equals("data")) {
        int from = at + CHUNK_HEADER;
        // A writer that could not seek back leaves the length at its largest.
        int most = bytes.limit() - from;
        return samples(bytes, from, length < 0 || length > most ? most : length);
      }
      if (length < 0 || length > bytes.limit() - at) {
        break;
      }
      at += CHUNK_HEADER + length + (length & 1);
    }
    throw new IOException("a WAV file without samples: " + file);
  }

  private static String name(ByteBuffer bytes, int at) {
    return new String(bytes.array(), at, 4, StandardCharsets.US_ASCII);
  }

  private static float[] samples(ByteBuffer bytes, int from, int length) {
    ShortBuffer values =
        bytes.slice(from, length & ~1).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] samples = new float[values.remaining()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = values.get(i) / 32_768f;
    }
    return samples;
  }
}
