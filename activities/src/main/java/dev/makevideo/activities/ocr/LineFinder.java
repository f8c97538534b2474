package dev.makevideo.activities.ocr;

import ai.onnxruntime.OrtException;
import java.util.List;

/** Finds where lines of text are. Thread-safe. */
final class LineFinder {
  /** The model's sides are multiples of this. */
  private static final int BLOCK = 32;

  /** Longer sides are brought down to this; text that is legible there is legible in the video. */
  private static final int LONGEST_SIDE = 960;

  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

  private final Network network;

  LineFinder(Network network) {
    this.network = network;
  }

  /** The lines, largest first, in the frame's pixels. */
  List<Region> find(Frame frame) throws OrtException {
    double shrink = Math.min(1, (double) LONGEST_SIDE / Math.max(frame.width(), frame.height()));
    int width = blocks(frame.width() * shrink);
    int height = blocks(frame.height() * shrink);
    float[] map = network.run(pixels(frame, width, height), height, width).values();
    double scaleX = (double) frame.width() / width;
    double scaleY = (double) frame.height() / height;
    return new TextMap(map, width, height)
        .lines().stream().map(region -> region.scaled(scaleX, scaleY)).toList();
  }

  private static int blocks(double side) {
    return Math.max(BLOCK, (int) Math.round(side / BLOCK) * BLOCK);
  }

  private static float[] pixels(Frame frame, int width, int height) {
    float scaleX = (float) frame.width() / width;
    float scaleY = (float) frame.height() / height;
    float[] pixels = new float[3 * width * height];
    int i = 0;
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        float sourceY = (y + 0.5f) * scaleY - 0.5f;
        for (int x = 0; x < width; x++) {
          float value =
              frame.sample((x + 0.5f) * scaleX - 0.5f, sourceY, Network.CHANNELS[c]) / 255;
          pixels[i++] = (value - MEAN[c]) / DEVIATION[c];
        }
      }
    }
    return pixels;
  }
}
