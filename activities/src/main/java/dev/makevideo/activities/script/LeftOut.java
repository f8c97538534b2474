package dev.makevideo.activities.script;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what is left out of a script, to tell its owner. Not thread-safe. */
final class LeftOut {
  private static final int MOST_EXAMPLES = 3;
  private static final int LONGEST_EXAMPLE = 40;

  /** What can be left out. */
  enum Kind {
    DIRECTION("stage direction", "stage directions"),
    SPEAKER("speaker's name", "speakers' names"),
    TAG("tag", "tags"),
    COMMENT("comment", "comments"),
    SETTINGS("block of settings at the start", "blocks of settings at the start"),
    CODE("block of code", "blocks of code"),
    IMAGE("picture", "pictures"),
    LINK("link's address", "links' addresses"),
    FOOTNOTE("footnote", "footnotes"),
    HEADING("sign of a heading", "signs of headings"),
    EMPHASIS("sign of emphasis", "signs of emphasis"),
    LIST("sign of a list", "signs of lists"),
    QUOTE("sign of a quotation", "signs of quotations"),
    RULE("dividing line", "dividing lines"),
    TABLE("line of a table", "lines of tables"),
    NOTE("note of the subtitle file", "notes of the subtitle file"),
    REPEAT("repeated line", "repeated lines");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }
  }

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Set<String>> examples = new EnumMap<>(Kind.class);

  /** Counts one, and keeps it as an example unless there are enough. */
  void add(Kind kind, String what) {
    counts.merge(kind, 1, Integer::sum);
    Set<String> shown = examples.computeIfAbsent(kind, ignored -> new LinkedHashSet<>());
    if (shown.size() <= MOST_EXAMPLES) {
      shown.add(shortened(what));
    }
  }

  /** Counts all that another one counted. */
  void addAll(LeftOut other) {
    other.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
    other.examples.forEach(
        (kind, shown) ->
            examples.computeIfAbsent(kind, ignored -> new LinkedHashSet<>()).addAll(shown));
  }

  private static String shortened(String what) {
    String line = what.strip().replaceAll("\\s+", " ");
    int end = Math.min(line.length(), LONGEST_EXAMPLE);
    if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return end < line.length() ? line.substring(0, end) + "…" : line;
  }

  /** One sentence part for each kind: {@code script: left out 2 stage directions ([a], (b))}. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          Set<String> all = examples.getOrDefault(kind, Set.of());
          String shown = all.stream().limit(MOST_EXAMPLES).collect(Collectors.joining(", "));
          String more = all.size() > MOST_EXAMPLES ? ", …" : "";
          warnings.add(
              "script: left out "
                  + count
                  + " "
                  + (count == 1 ? kind.one : kind.many)
                  + " ("
                  + shown
                  + more
                  + ")");
        });
    return warnings;
  }
}
