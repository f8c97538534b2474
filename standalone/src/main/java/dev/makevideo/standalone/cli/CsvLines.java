package dev.makevideo.standalone.cli;

import java.util.ArrayList;
import java.util.List;

/** In which lines the records of a CSV text begin (RFC 4180): parsers tell where they end. */
final class CsvLines {
  private CsvLines() {}

  /** From 1; lines with nothing in them are no records. */
  static List<Integer> of(String text) {
    List<Integer> starts = new ArrayList<>();
    int line = 1;
    int begun = 0;
    boolean quoted = false;
    boolean fieldBegins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (begun == 0 && !Character.isWhitespace(c)) {
        begun = line;
        starts.add(line);
      }
      if (quoted && c == '"') {
        boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == '"';
        quoted = doubled;
        i += doubled ? 1 : 0;
      } else if (fieldBegins && c == '"') {
        quoted = true;
      }
      fieldBegins = !quoted && (c == ',' || c == '\n' || fieldBegins && c == ' ');
      if (c == '\n') {
        line++;
        begun = quoted ? begun : 0;
      }
    }
    return starts.isEmpty() ? List.of(1) : List.copyOf(starts);
  }
}
