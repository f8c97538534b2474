package dev.makevideo.workflows.stage;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines by which activities and timers are known in the Web UI. */
public final class Summary {
  /** The server refuses longer ones. */
  private static final int BYTES = 200;

  private Summary() {}

  /** The text, cut between characters where it is too long for a summary. */
  public static String cut(String text) {
    String cut = text;
    while (cut.getBytes(StandardCharsets.UTF_8).length > BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }

  /**
   * Such as {@code clip 4}, {@code clips 21-30}, or {@code clips 7, 31-39}.
   *
   * @param indexes positions of candidates, from 0; the text counts from 1
   */
  public static String clips(List<Integer> indexes) {
    List<Integer> sorted = indexes.stream().sorted().toList();
    StringBuilder text = new StringBuilder(sorted.size() == 1 ? "clip " : "clips ");
    int from = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i + 1 == sorted.size() || sorted.get(i + 1) != sorted.get(i) + 1) {
        text.append(from == 0 ? "" : ", ").append(sorted.get(from) + 1);
        if (i > from) {
          text.append('-').append(sorted.get(i) + 1);
        }
        from = i + 1;
      }
    }
    return text.toString();
  }
}
