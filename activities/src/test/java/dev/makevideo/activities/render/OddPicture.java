package dev.makevideo.activities.render;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A test picture in which orientation, colours and speed can be measured: another colour in each
 * corner, three patches of known colours, and a bar that moves from left to right at a constant
 * speed. Its frames are written as raw red, green, blue and alpha codes, which mean what the clip
 * that is made of them says.
 *
 * @param colours the patches, see {@link #PATCHES}; the bar has the fifth
 * @param alphas one for each patch, 0 to 255; none: the picture is opaque
 */
record OddPicture(
    int width, int height, int fps, int frames, List<Colour> colours, List<Integer> alphas) {
  /** Where the middles of the patches lie: left and right, top and bottom, as parts of the side. */
  static final double[][] PATCHES = {
    {0.25, 0.125},
    {0.75, 0.125},
    {0.25, 0.875},
    {0.75, 0.875},
    {1 / 6.0, 0.625},
    {0.5, 0.625},
    {5 / 6.0, 0.625}
  };

  /** The rows in which the bar moves. */
  static final double BAR_TOP = 0.25;

  static final double BAR_BOTTOM = 0.5;

  private static final int WHITE = 4;
  private static final double BAR_FROM = 0.1;
  private static final double BAR_WAY = 0.8;
  private static final double BAR_HALF = 0.04;

  /** Red, green and blue codes, 0 to 255. */
  record Colour(int red, int green, int blue) {
    int distance(Colour other) {
      return Math.max(
          Math.abs(red - other.red),
          Math.max(Math.abs(green - other.green), Math.abs(blue - other.blue)));
    }

    @Override
    public String toString() {
      return red + "," + green + "," + blue;
    }
  }

  static final List<Colour> PLAIN =
      colours(
          180, 50, 50, 50, 160, 70, 60, 70, 180, 190, 180, 60, 235, 235, 235, 128, 128, 128, 200,
          150, 120);

  static List<Colour> colours(int... codes) {
    Colour[] colours = new Colour[codes.length / 3];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = new Colour(codes[3 * i], codes[3 * i + 1], codes[3 * i + 2]);
    }
    return List.of(colours);
  }

  static OddPicture plain(int width, int height, int fps, int frames) {
    return new OddPicture(width, height, fps, frames, PLAIN, List.of());
  }

  /** How long the bar takes, in seconds. */
  double period() {
    return (double) frames / fps;
  }

  /** Where the middle of the bar is after so many seconds, as a part of the width. */
  double bar(double seconds) {
    return BAR_FROM + BAR_WAY * seconds / period();
  }

  /** When the bar is there. */
  double seconds(double bar) {
    return (bar - BAR_FROM) / BAR_WAY * period();
  }

  /** The arguments with which ffmpeg reads the frames; they are written if they are not there. */
  synchronized List<String> input(Path folder) throws IOException {
    Path raw = folder.resolve("picture-" + Integer.toHexString(hashCode()) + ".raw");
    synchronized (OddPicture.class) {
      if (!Files.exists(raw)) {
        write(raw);
      }
    }
    return List.of(
        "-f",
        "rawvideo",
        "-pixel_format",
        alphas.isEmpty() ? "rgb24" : "rgba",
        "-video_size",
        width + "x" + height,
        "-framerate",
        Integer.toString(fps),
        "-i",
        "file:" + raw);
  }

  private void write(Path raw) throws IOException {
    int channels = alphas.isEmpty() ? 3 : 4;
    byte[] row = new byte[width * channels];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw), 1 << 20)) {
      for (int frame = 0; frame < frames; frame++) {
        double bar = bar((double) frame / fps);
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            put(row, x * channels, channels, (x + 0.5) / width, (y + 0.5) / height, bar);
          }
          out.write(row);
        }
      }
    }
  }

  private void put(byte[] row, int at, int channels, double across, double down, double bar) {
    boolean inBarRows = down >= BAR_TOP && down < BAR_BOTTOM;
    Colour colour;
    int alpha = 255;
    if (inBarRows) {
      colour = Math.abs(across - bar) < BAR_HALF ? colours.get(WHITE) : new Colour(0, 0, 0);
    } else {
      int patch = patch(across, down);
      colour = colours.get(patch);
      alpha = alphas.isEmpty() ? 255 : alphas.get(patch);
    }
    row[at] = (byte) colour.red();
    row[at + 1] = (byte) colour.green();
    row[at + 2] = (byte) colour.blue();
    if (channels == 4) {
      row[at + 3] = (byte) alpha;
    }
  }

  private static int patch(double across, double down) {
    int column = across < 0.5 ? 0 : 1;
    if (down < BAR_TOP) {
      return column;
    }
    return down < 0.75 ? WHITE + (int) (across * 3) : 2 + column;
  }
}
