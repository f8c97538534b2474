package dev.makevideo.activities.music;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of raw 16-bit stereo samples that begins again where it ends: its end goes over into its
 * beginning, at constant power, unless it is very short. For one thread.
 */
final class LoopedSound implements AutoCloseable {
  static final int FRAME_BYTES = 4;

  /** How long end and beginning are heard together, in frames: half a second. */
  static final int SEAM = SoundInput.RATE / 2;

  /** What is shorter is a beat or a tone, which a seam would spoil: two seconds. */
  static final int SHORTEST_WITH_SEAM = 4 * SEAM;

  private final FileChannel channel;
  private final long frames;
  private final int seam;

  /**
   * @param needed how many frames will be asked for; a file that has them does not begin again
   */
  LoopedSound(Path file, long needed) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    frames = channel.size() / FRAME_BYTES;
    seam = frames >= needed || frames < SHORTEST_WITH_SEAM ? 0 : SEAM;
  }

  /** How many frames the file has. */
  long frames() {
    return frames;
  }

  /**
   * Reads on from any place.
   *
   * @param target left and right in turns; all of it is filled
   * @throws IllegalStateException if the file has nothing to begin again with
   */
  void read(long from, double[] target) throws IOException {
    if (frames == 0) {
      throw new IllegalStateException("the file has no sound");
    }
    long period = frames - seam;
    int done = 0;
    int wanted = target.length / 2;
    while (done < wanted) {
      long at = (from + done) % period;
      int count = (int) Math.min(period - at, wanted - done);
      double[] piece = piece(at, count);
      if (from + done >= period && at < seam) {
        goOver(piece, at, piece(period + at, (int) Math.min(count, seam - at)));
      }
      System.arraycopy(piece, 0, target, 2 * done, piece.length);
      done += count;
    }
  }

  private void goOver(double[] beginning, long at, double[] end) {
    for (int i = 0; i < end.length; i++) {
      double angle = Math.PI / 2 * (at + i / 2 + 0.5) / seam;
      beginning[i] = beginning[i] * Math.sin(angle) + end[i] * Math.cos(angle);
    }
  }

  private double[] piece(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from * FRAME_BYTES + bytes.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
    bytes.flip();
    double[] piece = new double[2 * count];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = bytes.getShort();
    }
    return piece;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
