package dev.makevideo.activities.subtitle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Breaks a cue into lines: as few as hold it, of even width, at places that cost little. Stateless.
 */
final class TextLines {
  /** A line that is too wide costs more than any bad break. */
  private static final double TOO_WIDE = 1000;

  private TextLines() {}

  /**
   * What is never broken.
   *
   * @param width in the unit of the line's limit
   * @param space width of the space before it, 0 for none
   * @param price of a line that begins with it
   * @param word index of the word it belongs to
   */
  record Piece(String text, double width, double space, double price, int word) {}

  /**
   * Lines.
   *
   * @param widest width of the widest line
   */
  record Lines(List<List<Piece>> lines, double widest) {
    List<String> texts() {
      return lines.stream().map(TextLines::text).toList();
    }
  }

  /** The best lines; wider than the limit only if the most lines do not do. */
  static Lines of(List<Piece> pieces, double limit, int most) {
    Lines lines = exactly(pieces, limit, 1);
    for (int count = 2; count <= Math.min(most, pieces.size()); count++) {
      if (lines.widest() <= limit) {
        break;
      }
      lines = exactly(pieces, limit, count);
    }
    return lines;
  }

  private static Lines exactly(List<Piece> pieces, double limit, int count) {
    int n = pieces.size();
    double[] best = new double[n + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    best[0] = 0;
    int[][] from = new int[count][n + 1];
    for (int line = 0; line < count; line++) {
      best = longer(pieces, limit, best, from[line]);
    }
    List<List<Piece>> lines = new ArrayList<>();
    double widest = 0;
    int end = n;
    for (int line = count - 1; line >= 0; line--) {
      List<Piece> found = pieces.subList(from[line][end], end);
      lines.add(0, found);
      widest = Math.max(widest, width(found));
      end = from[line][end];
    }
    return new Lines(lines, widest);
  }

  /** One line more than those whose prices are given. */
  private static double[] longer(List<Piece> pieces, double limit, double[] before, int[] from) {
    int n = pieces.size();
    double[] best = new double[n + 1];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    for (int end = 1; end <= n; end++) {
      double width = 0;
      for (int start = end - 1; start >= 0; start--) {
        Piece first = pieces.get(start);
        double all = width + first.width();
        double total = before[start] + price(all, limit) + (start > 0 ? first.price() : 0);
        if (total < best[end]) {
          best[end] = total;
          from[end] = start;
        }
        width = all + first.space();
      }
    }
    return best;
  }

  private static double price(double width, double limit) {
    double full = width / limit;
    return full * full + (full > 1 ? TOO_WIDE * (full - 1) : 0);
  }

  private static double width(List<Piece> line) {
    double width = 0;
    for (int i = 0; i < line.size(); i++) {
      width += line.get(i).width() + (i > 0 ? line.get(i).space() : 0);
    }
    return width;
  }

  private static String text(List<Piece> line) {
    return line.get(0).text()
        + line.stream()
            .skip(1)
            .map(piece -> (piece.space() > 0 ? " " : "") + piece.text())
            .collect(Collectors.joining());
  }
}
