package dev.makevideo.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads typed values from environment variables and remembers which names exist. */
final class SettingReader {
  private static final String PREFIX = "MAKE_VIDEO_";
  private static final int FAR = 4;

  private final Map<String, String> environment;
  private final Set<String> known = new TreeSet<>();

  SettingReader(Map<String, String> environment) {
    this.environment = new HashMap<>(environment);
    known.add("MAKE_VIDEO_JAVA_OPTS"); // read by the start script
    known.add("MAKE_VIDEO_URL"); // read by the command line, as a client
    known.add("MAKE_VIDEO_API_KEY");
  }

  Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  int number(String name, int otherwise, int least, int most) {
    return optionalNumber(name, least, most).orElse(otherwise);
  }

  Optional<Integer> optionalNumber(String name, int least, int most) {
    return text(name).map(value -> parse(name, value, least, most));
  }

  boolean flag(String name, boolean otherwise) {
    return text(name)
        .map(
            value ->
                switch (value) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw new InvalidSettingException(
                          name + " is \"" + value + "\"; allowed: true, false");
                })
        .orElse(otherwise);
  }

  Path path(String name, Path otherwise) {
    return text(name).map(Path::of).orElse(otherwise).toAbsolutePath().normalize();
  }

  List<Path> paths(String name) {
    return text(name).stream()
        .flatMap(value -> java.util.Arrays.stream(value.split(java.io.File.pathSeparator)))
        .map(value -> Path.of(value).toAbsolutePath().normalize())
        .toList();
  }

  void rejectUnknown() {
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        String nearest =
            known.stream()
                .filter(other -> distance(name, other) <= FAR)
                .min((a, b) -> distance(name, a) - distance(name, b))
                .map(other -> "; did you mean " + other + "?")
                .orElse("");
        throw new InvalidSettingException("there is no setting " + name + nearest);
      }
    }
  }

  private static int parse(String name, String value, int least, int most) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message
    }
    throw new InvalidSettingException(
        name + " is \"" + value + "\"; allowed: a whole number from " + least + " to " + most);
  }

  /** Levenshtein's edit distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
