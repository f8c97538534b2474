package dev.makevideo.activities.validation;

import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.footage.Fingerprint;
import dev.makevideo.workflows.footage.Look;
import dev.makevideo.workflows.footage.Looks;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The part of a small frame that the picture is in, in points. */
  private record Part(double left, double top) {
    /** What {@link Letterbox} takes off to be sure is put back: half a point at each side. */
    static Part of(Optional<Clip.Area> picture) {
      double scale = (double) SIDE / Clip.Area.WHOLE;
      return new Part(
          picture.map(area -> Math.max(0, area.x() * scale - 0.5)).orElse(0.0),
          picture.map(area -> Math.max(0, area.y() * scale - 0.5)).orElse(0.0));
    }

    Look look(byte[] planes) {
      double width = SIDE - 2 * left;
      double height = SIDE - 2 * top;
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
   *
   * @param picture where in the frames the picture is; empty: everywhere
   */
  static Fingerprint fingerprint(Path file, Optional<Clip.Area> picture) throws IOException {
    if (!Files.exists(file)) {
      return Fingerprint.NONE;
    }
    Part part = Part.of(picture);
    List<Look> looks = new ArrayList<>();
    byte[] planes = new byte[3 * POINTS];
    int frame = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      while (in.readNBytes(planes, 0, planes.length) == planes.length) {
        Look look = part.look(planes);
        if (frame == 0 && !look.hasDetail()) {
          continue;
        }
        if (Looks.hasLook(frame++)) {
          looks.add(look);
        }
      }
    }
    return Fingerprint.of(looks);
  }
}
