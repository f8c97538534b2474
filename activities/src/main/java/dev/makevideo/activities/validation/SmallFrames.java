package dev.makevideo.activities.validation;

import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Look;
import dev.makevideo.workflows.footage.Looks;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Small pictures in colour of a clip's first frames, one after another in a file that ffmpeg
 * writes, and the {@link Fingerprint} that is made of them. Unlike {@link GreyPoints} they are
 * means of many points, so that noise and another size change them little; so there are few.
 */
final class SmallFrames {
  /** Points in a row, and rows, of each of the three planes: luma, blue and red difference. */
  private static final int SIDE = 32;

  private static final int POINTS = SIDE * SIDE;

  /** At most so many: a fingerprint's longest, and ten seconds that show nothing before it. */
  static final String MOST = "" + (Looks.LONGEST + 1 + 10 * Looks.RATE);

  /** Points of a frame that are averaged, in a row and rows: enough, and soon taken. */
  private static final int SAMPLES = 4 * SIDE;

  /** What makes them of frames, in full range. */
  static final String FILTERS =
      "fps=%d,scale=%d:%d:flags=neighbor,scale=%d:%d:flags=area:out_range=pc,format=yuv444p"
          .formatted(Looks.RATE, SAMPLES, SAMPLES, SIDE, SIDE);

  /**
   * The part of a small frame that the picture is in, in points. {@link Letterbox} is not asked: it
   * is careful, and may see bars in a clip and none in its copy.
   */
  private record Part(double left, double top, double width, double height) {
    private static final Part WHOLE = new Part(0, 0, SIDE, SIDE);

    /** A line whose mean is never above this, of 255, is a bar. */
    private static final double BLACK = 12;

    private static final double LEAST = SIDE / 4.0;

    /** What is not black in all frames, at its sides. */
    static Part of(List<byte[]> frames) {
      double[][] columns = new double[frames.size()][SIDE];
      double[][] rows = new double[frames.size()][SIDE];
      for (int i = 0; i < frames.size(); i++) {
        for (int point = 0; point < POINTS; point++) {
          double luma = (frames.get(i)[point] & 0xff) / (double) SIDE;
          columns[i][point % SIDE] += luma;
          rows[i][Math.floorDiv(point, SIDE)] += luma;
        }
      }
      double left = edge(columns, 0, 1);
      double top = edge(rows, 0, 1);
      double width = SIDE - left - edge(columns, SIDE - 1, -1);
      double height = SIDE - top - edge(rows, SIDE - 1, -1);
      return width < LEAST || height < LEAST ? WHOLE : new Part(left, top, width, height);
    }

    /**
     * How wide a bar is: the first line that is not black is picture in part, as its brightness
     * beside the next one's tells.
     */
    private static double edge(double[][] frames, int first, int step) {
      int line = 0;
      while (line < LEAST && largest(frames, first + line * step) <= BLACK) {
        line++;
      }
      double inside = mean(frames, first + (line + 1) * step);
      double part = inside <= 0 ? 1 : Math.min(1, mean(frames, first + line * step) / inside);
      return line == 0 ? 0 : line + 1 - part;
    }

    private static double largest(double[][] frames, int line) {
      return Arrays.stream(frames).mapToDouble(frame -> frame[line]).max().orElse(0);
    }

    private static double mean(double[][] frames, int line) {
      return Arrays.stream(frames).mapToDouble(frame -> frame[line]).average().orElse(0);
    }

    Look look(byte[] planes) {
      double[] cells = new double[Looks.CELLS];
      for (int i = 0; i < cells.length; i++) {
        double x = left + i % Looks.SIDE * width / Looks.SIDE;
        double y = top + Math.floorDiv(i, Looks.SIDE) * height / Looks.SIDE;
        cells[i] = mean(planes, 0, x, y, width / Looks.SIDE, height / Looks.SIDE);
      }
      return Look.of(
          cells,
          mean(planes, POINTS, left, top, width, height),
          mean(planes, 2 * POINTS, left, top, width, height));
    }

    /** The mean of a part of a plane, whose points at its edge count by how much is in it. */
    private static double mean(
        byte[] planes, int plane, double left, double top, double width, double height) {
      double sum = 0;
      for (int y = (int) top; y < Math.min(SIDE, top + height); y++) {
        double high = Math.min(top + height, y + 1) - Math.max(top, y);
        for (int x = (int) left; x < Math.min(SIDE, left + width); x++) {
          double wide = Math.min(left + width, x + 1) - Math.max(left, x);
          sum += high * wide * (planes[plane + y * SIDE + x] & 0xff);
        }
      }
      return sum / (width * height);
    }
  }

  private SmallFrames() {}

  /**
   * The fingerprint of what a file holds; one that is like no other if there is no file, as ffmpeg
   * writes none for too short a clip. It begins with the first frame that shows something.
   */
  static Fingerprint fingerprint(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Fingerprint.NONE;
    }
    List<byte[]> frames = new ArrayList<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (byte[] planes = in.readNBytes(3 * POINTS);
          planes.length == 3 * POINTS;
          planes = in.readNBytes(3 * POINTS)) {
        frames.add(planes);
      }
    }
    Part part = Part.of(frames);
    List<Look> looks = new ArrayList<>();
    int frame = 0;
    for (byte[] planes : frames) {
      Look look = part.look(planes);
      if (frame == 0 && !look.hasDetail()) {
        continue;
      }
      if (Looks.hasLook(frame++)) {
        looks.add(look);
      }
    }
    return Fingerprint.of(looks);
  }
}
