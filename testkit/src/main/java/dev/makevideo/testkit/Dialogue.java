package dev.makevideo.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A conversation of a file of dialogues, as its head describes them.
 *
 * @param given what holds before it begins, in words
 * @param lines all others
 */
public record Dialogue(String name, List<String> given, List<Line> lines) {
  private static final String GIVEN = "given: ";
  private static final Pattern REPEATED = Pattern.compile("\\{([^}*]+)\\*([0-9]+)}");
  private static final Pattern CHARACTER = Pattern.compile("\\\\u([0-9a-f]{4})");

  public Dialogue {
    given = List.copyOf(given);
    lines = List.copyOf(lines);
  }

  /**
   * One line of it.
   *
   * @param kind its first character
   * @param text what follows after a space, as it is written
   */
  public record Line(char kind, String text) {
    /** The text with its line ends, characters by number, and repetitions. */
    public String said() {
      String repeated =
          REPEATED
              .matcher(text)
              .replaceAll(found -> found.group(1).repeat(Integer.parseInt(found.group(2))));
      return CHARACTER
          .matcher(repeated.replace("\\n", "\n"))
          .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
    }
  }

  /** All dialogues of a file. */
  public static List<Dialogue> of(Path file) throws IOException {
    List<Dialogue> dialogues = new ArrayList<>();
    for (String part : Files.readString(file).split("(?m)^== ")) {
      List<String> lines =
          part.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        dialogues.add(of(lines));
      }
    }
    return dialogues;
  }

  private static Dialogue of(List<String> lines) {
    List<String> rest = lines.subList(1, lines.size());
    return new Dialogue(
        lines.get(0),
        rest.stream()
            .filter(line -> line.startsWith(GIVEN))
            .flatMap(line -> Stream.of(line.substring(GIVEN.length()).split(", ")))
            .toList(),
        rest.stream()
            .filter(line -> !line.startsWith(GIVEN))
            .map(line -> new Line(line.charAt(0), line.substring(2)))
            .toList());
  }

  @Override
  public String toString() {
    return name;
  }
}
