package dev.makevideo.activities.ocr;

import ai.onnxruntime.OrtException;
import java.util.List;

/**
 * Reads one line of text: the line is turned upright, brought to the model's height, and the
 * model's answer is decoded greedily (repeats merged, blanks dropped). Thread-safe.
 */
final class LineReader {
  private static final int HEIGHT = 48;

  /** Narrower lines are filled up with grey to this, as in the model's training. */
  private static final int NARROWEST = 320;

  private static final int WIDEST = 1600;

  /** A line this much higher than wide is read from top to bottom. */
  private static final double UPRIGHT = 1.5;

  private final Network network;
  private final List<String> characters;

  /**
   * @param characters what the model's classes stand for, from class 1 on; class 0 is the blank
   */
  LineReader(Network network, List<String> characters) {
    this.network = network;
    this.characters = characters;
  }

  /**
   * What a line says.
   *
   * @param confidence mean over the characters, 0 for an empty text
   */
  record Line(String text, double confidence) {}

  Line read(Frame frame, Region region) throws OrtException {
    Region line =
        region.height() > UPRIGHT * region.width()
            ? new Region(
                region.x(),
                region.y(),
                region.height(),
                region.width(),
                region.angle() + Math.PI / 2)
            : region;
    int filled =
        (int) Math.min(WIDEST, Math.max(1, Math.ceil(HEIGHT * line.width() / line.height())));
    int width = Math.max(NARROWEST, filled);
    return decode(network.run(pixels(frame, line, filled, width), HEIGHT, width));
  }

  private static float[] pixels(Frame frame, Region line, int filled, int width) {
    double cos = Math.cos(line.angle());
    double sin = Math.sin(line.angle());
    float[] pixels = new float[3 * HEIGHT * width];
    for (int y = 0; y < HEIGHT; y++) {
      double v = ((y + 0.5) / HEIGHT - 0.5) * line.height();
      for (int x = 0; x < filled; x++) {
        double u = ((x + 0.5) / filled - 0.5) * line.width();
        float sourceX = (float) (line.x() + u * cos - v * sin);
        float sourceY = (float) (line.y() + u * sin + v * cos);
        for (int c = 0; c < 3; c++) {
          float value = frame.sample(sourceX, sourceY, Network.CHANNELS[c]) / 255;
          pixels[(c * HEIGHT + y) * width + x] = (value - 0.5f) / 0.5f;
        }
      }
    }
    return pixels;
  }

  private Line decode(Network.Output output) {
    int steps = (int) output.shape()[1];
    int classes = (int) output.shape()[2];
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int count = 0;
    int before = 0;
    for (int step = 0; step < steps; step++) {
      int best = best(output.values(), step * classes, classes);
      if (best != 0 && best != before) {
        text.append(best <= characters.size() ? characters.get(best - 1) : " ");
        sum += output.values()[step * classes + best];
        count++;
      }
      before = best;
    }
    return new Line(text.toString().strip(), count == 0 ? 0 : sum / count);
  }

  private static int best(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
