package dev.makevideo.activities.music;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes music as loud as it is to be heard, as a WAV of 16-bit stereo. Stateless. */
final class BedWriter {
  private static final int HEADER = 44;

  /** 10 ms: within it the curve is a straight line. */
  private static final int BLOCK = SoundInput.RATE / 100;

  private BedWriter() {}

  /**
   * Writes all of it.
   *
   * @param gain what the samples are multiplied by, beside the curve
   * @param each called for each second
   */
  static void write(
      LoopedSound music, MusicCurve curve, double gain, long frames, Path file, Runnable each)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write(header(frames));
      double[] samples = new double[2 * BLOCK];
      for (long at = 0; at < frames; at += BLOCK) {
        if (at % SoundInput.RATE == 0) {
          each.run();
        }
        music.read(at, samples);
        int count = (int) Math.min(BLOCK, frames - at);
        double from = gain * curve.factor((double) at / SoundInput.RATE);
        double to = gain * curve.factor((double) (at + BLOCK) / SoundInput.RATE);
        out.write(bytes(samples, count, from, to));
      }
    }
  }

  private static byte[] bytes(double[] samples, int count, double from, double to) {
    ByteBuffer bytes =
        ByteBuffer.allocate(count * LoopedSound.FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2 * count; i++) {
      double factor = from + (to - from) * (i / 2) / BLOCK;
      long value = Math.round(samples[i] * factor);
      bytes.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value)));
    }
    return bytes.array();
  }

  /** The header of RIFF WAVE with one chunk of PCM. */
  private static byte[] header(long frames) {
    int data = Math.toIntExact(frames * LoopedSound.FRAME_BYTES);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEADER - 8 + data);
    header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 2).putInt(SoundInput.RATE);
    header.putInt(SoundInput.RATE * LoopedSound.FRAME_BYTES);
    header.putShort((short) LoopedSound.FRAME_BYTES).putShort((short) 16);
    header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
    return header.array();
  }
}
