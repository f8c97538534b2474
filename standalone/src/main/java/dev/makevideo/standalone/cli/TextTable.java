package dev.makevideo.standalone.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows whose cells stand below each other; the last column is as long as its texts are. */
final class TextTable {
  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... heads) {
    rows.add(List.of(heads));
  }

  /** Adds a row with a cell for each head; a cell is one line, whatever it was. */
  void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.replaceAll("\\s+", " ").strip());
    }
    rows.add(List.copyOf(row));
  }

  /**
   * The lines, the heads first.
   *
   * @param width no line is longer
   */
  List<String> lines(int width) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns - 1; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(i == 0 ? "" : BETWEEN).append(cell);
        line.append(" ".repeat(Math.max(0, widths[i] - cell.length())));
      }
      String text = line.toString().stripTrailing();
      lines.add(text.length() <= width ? text : text.substring(0, width - 1) + "…");
    }
    return lines;
  }
}
