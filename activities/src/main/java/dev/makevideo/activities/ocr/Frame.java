package dev.makevideo.activities.ocr;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/**
 * One picture.
 *
 * @param width in pixels, 1 to {@value #MAX_SIDE}
 * @param height in pixels, 1 to {@value #MAX_SIDE}
 * @param rgb three bytes a pixel, row after row from the top; not copied, must not change
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody, and too large to copy.
public record Frame(int width, int height, byte[] rgb) {
  /** The longest side of a picture that is taken. */
  public static final int MAX_SIDE = 4096;

  private static final int CHANNELS = 3;

  /**
   * @throws IllegalArgumentException if the sides and the number of bytes do not fit
   */
  public Frame {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException("frame is " + width + " x " + height);
    }
    if (rgb.length != width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "frame of " + width + " x " + height + " has " + rgb.length + " bytes");
    }
  }

  /**
   * Reads the next picture of a stream of binary portable pixmaps (PPM, {@code P6}, 8 bits), each
   * of which names its own size.
   *
   * @return empty at the end of the stream
   * @throws IOException if it is something else, larger than allowed, or cut off
   */
  public static Optional<Frame> readPixmap(BufferedInputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    if (first != 'P' || in.read() != '6') {
      throw new IOException("not a portable pixmap");
    }
    in.read();
    int width = number(in);
    int height = number(in);
    int depth = number(in);
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE || depth != 255) {
      throw new IOException("pixmap of " + width + " x " + height + ", depth " + depth);
    }
    byte[] rgb = in.readNBytes(width * height * CHANNELS);
    if (rgb.length < width * height * CHANNELS) {
      throw new EOFException("pixmap is cut off after " + rgb.length + " bytes");
    }
    return Optional.of(new Frame(width, height, rgb));
  }

  /** Reads a number and the one blank behind it. */
  private static int number(BufferedInputStream in) throws IOException {
    int value = 0;
    for (int digits = 0; digits < 6; digits++) {
      int next = in.read();
      if (next < '0' || next > '9') {
        return value;
      }
      value = value * 10 + next - '0';
    }
    throw new IOException("pixmap's header is not one");
  }

  /** A channel (0 red, 1 green, 2 blue) at a point between pixels, edges repeated. */
  float sample(float x, float y, int channel) {
    float cx = Math.min(Math.max(x, 0), width - 1);
    float cy = Math.min(Math.max(y, 0), height - 1);
    int left = (int) cx;
    int top = (int) cy;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    float fx = cx - left;
    float fy = cy - top;
    float upper = at(left, top, channel) * (1 - fx) + at(right, top, channel) * fx;
    float lower = at(left, bottom, channel) * (1 - fx) + at(right, bottom, channel) * fx;
    return upper * (1 - fy) + lower * fy;
  }

  private int at(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }
}
