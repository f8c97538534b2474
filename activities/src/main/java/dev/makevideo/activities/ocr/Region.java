package dev.makevideo.activities.ocr;

import java.util.List;

/**
 * A rectangle that may be turned.
 *
 * @param x of the centre
 * @param y of the centre
 * @param width along the reading direction
 * @param height across it
 * @param angle of the reading direction, in radians, clockwise as the picture's rows go down
 */
record Region(double x, double y, double width, double height, double angle) {
  /** A point of the outline of a blob. */
  record Point(double x, double y) {}

  /**
   * The smallest rectangle round a convex outline: one of its sides lies on an edge of the outline.
   * Its reading direction is the one nearer to the horizontal.
   */
  static Region around(List<Point> hull) {
    Region best = along(hull, 0);
    for (int i = 0; i < hull.size(); i++) {
      Point from = hull.get(i);
      Point to = hull.get((i + 1) % hull.size());
      if (!from.equals(to)) {
        Region candidate = along(hull, Math.atan2(to.y - from.y, to.x - from.x));
        if (candidate.area() < best.area()) {
          best = candidate;
        }
      }
    }
    return best;
  }

  private static Region along(List<Point> hull, double direction) {
    double quarter = Math.PI / 2;
    double angle = direction - quarter * Math.rint(direction / quarter);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double minU = Double.MAX_VALUE;
    double maxU = -Double.MAX_VALUE;
    double minV = Double.MAX_VALUE;
    double maxV = -Double.MAX_VALUE;
    for (Point p : hull) {
      double u = p.x * cos + p.y * sin;
      double v = p.y * cos - p.x * sin;
      minU = Math.min(minU, u);
      maxU = Math.max(maxU, u);
      minV = Math.min(minV, v);
      maxV = Math.max(maxV, v);
    }
    double u = (minU + maxU) / 2;
    double v = (minV + maxV) / 2;
    // Outlines run through pixel centres: a row of n pixels is n wide, not n - 1.
    return new Region(
        u * cos - v * sin, u * sin + v * cos, maxU - minU + 1, maxV - minV + 1, angle);
  }

  double area() {
    return width * height;
  }

  /**
   * The rectangle of the whole line. The detector is trained on shrunken lines; the way back is an
   * outward shift by {@code area * ratio / perimeter} (Liao et al., "Real-time Scene Text Detection
   * with Differentiable Binarization", 2019, section 3.4).
   */
  Region unclipped(double ratio) {
    double shift = area() * ratio / (2 * (width + height));
    return new Region(x, y, width + 2 * shift, height + 2 * shift, angle);
  }

  Region scaled(double factorX, double factorY) {
    // Both factors differ by the rounding to whole blocks only, so the angle stays.
    return new Region(x * factorX, y * factorY, width * factorX, height * factorY, angle);
  }

  /** The upright rectangle round it, cut to the picture. */
  FoundText.Box box(int frameWidth, int frameHeight) {
    double cos = Math.abs(Math.cos(angle));
    double sin = Math.abs(Math.sin(angle));
    double halfX = (width * cos + height * sin) / 2;
    double halfY = (width * sin + height * cos) / 2;
    int left = (int) Math.max(0, Math.floor(x - halfX));
    int top = (int) Math.max(0, Math.floor(y - halfY));
    int right = (int) Math.min(frameWidth, Math.ceil(x + halfX));
    int bottom = (int) Math.min(frameHeight, Math.ceil(y + halfY));
    return new FoundText.Box(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  }
}
