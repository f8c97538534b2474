package dev.makevideo.activities.validation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Tiny grey pictures of a clip's frames, one after another in a file that ffmpeg writes: points of
 * the frame, not means, so that taking them costs next to nothing.
 */
final class GreyPoints {
  /** Points in a row, and rows. */
  static final int SIDE = 32;

  /** Points of one thumbnail, row by row. */
  static final int POINTS = SIDE * SIDE;

  /**
   * What makes thumbnails of frames: each point from the middle of its part of the frame, in full
   * range, where 0 is black and 255 white.
   */
  static final String FILTERS =
      "scale=" + SIDE + ":" + SIDE + ":flags=neighbor:out_range=pc,format=gray";

  private GreyPoints() {}

  /** How many a file holds; 0 if there is no file. */
  static int count(Path file) throws IOException {
    return Files.exists(file) ? Math.toIntExact(Files.size(file) / POINTS) : 0;
  }

  /**
   * Reads them in order.
   *
   * @param each told each one; the array is used again
   */
  static void read(Path file, Consumer<byte[]> each) throws IOException {
    byte[] thumbnail = new byte[POINTS];
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      while (in.readNBytes(thumbnail, 0, POINTS) == POINTS) {
        each.accept(thumbnail);
      }
    }
  }
}
