package dev.makevideo.activities.ocr;

import dev.makevideo.activities.ocr.Region.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The detector's answer: for each pixel, how likely it lies in the core of a line of text. Turned
 * into rectangles as in "Differentiable Binarization": threshold, connected blobs, the smallest
 * rectangle round each, its mean likelihood, and outward again.
 */
final class TextMap {
  /** From which likelihood on a pixel counts as text. */
  private static final float PIXEL = 0.3f;

  /** From which mean likelihood on a blob counts as a line. */
  private static final double BLOB = 0.6;

  /** How far a line's core is grown. */
  private static final double UNCLIP = 1.6;

  /** Smaller cores are specks. */
  private static final double SHORTEST_SIDE = 3;

  /** A picture full of texture must not take seconds: the largest lines are enough to judge it. */
  static final int MOST_LINES = 16;

  private final float[] likelihood;
  private final int width;
  private final int height;

  TextMap(float[] likelihood, int width, int height) {
    this.likelihood = likelihood;
    this.width = width;
    this.height = height;
  }

  /** The lines, largest first, in the map's own pixels. */
  List<Region> lines() {
    boolean[] seen = new boolean[likelihood.length];
    List<Region> lines = new ArrayList<>();
    for (int i = 0; i < likelihood.length; i++) {
      if (!seen[i] && likelihood[i] > PIXEL) {
        line(i, seen).ifPresent(lines::add);
      }
    }
    lines.sort(Comparator.comparingDouble(Region::area).reversed());
    return List.copyOf(lines.subList(0, Math.min(lines.size(), MOST_LINES)));
  }

  private Optional<Region> line(int start, boolean[] seen) {
    ArrayDeque<Integer> open = new ArrayDeque<>();
    List<Point> outline = new ArrayList<>();
    double sum = 0;
    int count = 0;
    open.add(start);
    seen[start] = true;
    while (!open.isEmpty()) {
      int pixel = open.remove();
      int x = pixel % width;
      int y = pixel / width;
      sum += likelihood[pixel];
      count++;
      boolean inside = true;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int neighbour = text(x + dx, y + dy);
          if (neighbour < 0) {
            inside = false;
          } else if (!seen[neighbour]) {
            seen[neighbour] = true;
            open.add(neighbour);
          }
        }
      }
      if (!inside) {
        outline.add(new Point(x, y));
      }
    }
    Region core = Region.around(hull(outline));
    if (Math.min(core.width(), core.height()) < SHORTEST_SIDE || sum / count < BLOB) {
      return Optional.empty();
    }
    return Optional.of(core.unclipped(UNCLIP));
  }

  /** The pixel's index, or -1 if it is outside or not text. */
  private int text(int x, int y) {
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return -1;
    }
    int index = y * width + x;
    return likelihood[index] > PIXEL ? index : -1;
  }

  /** The convex hull, by Andrew's monotone chain. */
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y));
    List<Point> hull = new ArrayList<>(chain(sorted));
    Collections.reverse(sorted);
    hull.addAll(chain(sorted));
    return hull.isEmpty() ? sorted : hull;
  }

  /** One half of the hull, without its last point, which begins the other half. */
  private static List<Point> chain(List<Point> sorted) {
    List<Point> chain = new ArrayList<>();
    for (Point p : sorted) {
      while (chain.size() >= 2
          && turn(chain.get(chain.size() - 2), chain.get(chain.size() - 1), p) <= 0) {
        chain.remove(chain.size() - 1);
      }
      chain.add(p);
    }
    chain.remove(chain.size() - 1);
    return chain;
  }

  private static double turn(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
  }
}
