package dev.makevideo.activities.render;

import dev.makevideo.activities.render.OddPicture.Colour;
import dev.makevideo.platform.probe.TestMedia;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A finished video's frames, decoded and made small, to be measured: colours by BT.709 in limited
 * range, whatever its tags say. To be closed.
 */
final class FrameStrip implements AutoCloseable {
  private static final int WIDTH = 108;
  private static final int HEIGHT = 192;
  private static final int BYTES = WIDTH * HEIGHT * 3 / 2;

  /** Half the sides of what is looked at of a patch, in parts of the picture. */
  private static final double HALF_ACROSS = 0.06;

  private static final double HALF_DOWN = 0.045;

  private final FileChannel frames;

  FrameStrip(TestMedia media, Path video) throws Exception {
    Path raw =
        media.make(
            "strip.yuv",
            List.of("-i", "file:" + video),
            "-vf",
            "scale=" + WIDTH + ":" + HEIGHT + ":flags=area,format=yuv420p",
            "-f",
            "rawvideo");
    frames = FileChannel.open(raw);
  }

  int count() throws IOException {
    return (int) (frames.size() / BYTES);
  }

  /** The mean colour around a place, given in parts of the sides. */
  Colour colour(int frame, double[] place) throws IOException {
    byte[] bytes = frame(frame);
    int left = (int) ((place[0] - HALF_ACROSS) * WIDTH);
    int right = (int) ((place[0] + HALF_ACROSS) * WIDTH);
    int top = (int) ((place[1] - HALF_DOWN) * HEIGHT);
    int bottom = (int) ((place[1] + HALF_DOWN) * HEIGHT);
    double luma = 0;
    double blue = 0;
    double red = 0;
    int count = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int chroma = WIDTH * HEIGHT + (y / 2) * (WIDTH / 2) + x / 2;
        luma += bytes[y * WIDTH + x] & 0xff;
        blue += bytes[chroma] & 0xff;
        red += bytes[chroma + WIDTH * HEIGHT / 4] & 0xff;
        count++;
      }
    }
    return bt709(luma / count, blue / count - 128, red / count - 128);
  }

  /** ITU-R BT.709-6, 3.2 to 3.5, turned round. */
  private static Colour bt709(double luma, double blue, double red) {
    double y = (luma - 16) * 255 / 219;
    double b = blue * 255 / 224;
    double r = red * 255 / 224;
    return new Colour(
        code(y + 1.5748 * r), code(y - 0.1873 * b - 0.4681 * r), code(y + 1.8556 * b));
  }

  private static int code(double value) {
    return (int) Math.round(Math.min(Math.max(value, 0), 255));
  }

  /** Where the middle of the bright bar is, as a part of the width; NaN if there is none. */
  double bar(int frame) throws IOException {
    byte[] bytes = frame(frame);
    int top = (int) ((OddPicture.BAR_TOP + 0.05) * HEIGHT);
    int bottom = (int) ((OddPicture.BAR_BOTTOM - 0.05) * HEIGHT);
    double[] columns = new double[WIDTH];
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < WIDTH; x++) {
        columns[x] += (bytes[y * WIDTH + x] & 0xff) / (double) (bottom - top);
      }
    }
    return middle(columns) / WIDTH;
  }

  /** The centre of gravity of what is brighter than halfway between the darkest and brightest. */
  static double middle(double[] columns) {
    double darkest = 255;
    double brightest = 0;
    for (double column : columns) {
      darkest = Math.min(darkest, column);
      brightest = Math.max(brightest, column);
    }
    double sum = 0;
    double weighted = 0;
    for (int x = 0; x < columns.length; x++) {
      double weight = Math.max(0, columns[x] - (darkest + brightest) / 2);
      sum += weight;
      weighted += weight * (x + 0.5);
    }
    return brightest - darkest < 50 ? Double.NaN : weighted / sum;
  }

  private byte[] frame(int index) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES);
    while (buffer.hasRemaining()) {
      if (frames.read(buffer, (long) index * BYTES + buffer.position()) < 0) {
        throw new IOException("no frame " + index);
      }
    }
    return buffer.array();
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
