package dev.makevideo.coordination.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change to a script: a comparison, a number or a word that stands for a state or an outcome.
 *
 * @param home the class beside which the file lies
 * @param at where {@code from} stands in the file
 */
record ScriptMutant(Class<?> home, String file, int at, String from, String to) {
  private static final Map<String, String> COMPARISONS =
      Map.of("<=", "<", ">=", ">", "<", "<=", ">", ">=", "==", "~=", "~=", "==");
  private static final Map<String, String> WORDS =
      Map.of(
          "closed",
          "open",
          "open",
          "half_open",
          "half_open",
          "closed", //
          "taken",
          "held",
          "held",
          "ring",
          "ring",
          "taken");
  private static final Pattern CHANGED =
      Pattern.compile(
          "(?<comparison><=|>=|==|~=|<|>)"
              + "|(?<word>(?<=')(closed|half_open|open|taken|held|ring)(?='))"
              + "|(?<number>(?<![A-Za-z_0-9])[0-9]+)");

  /** All changes, each to be made alone. Comments stay as they are. */
  static List<ScriptMutant> all(Class<?> home, List<String> files) {
    List<ScriptMutant> mutants = new ArrayList<>();
    for (String file : files) {
      String text = text(home, file);
      Matcher found = CHANGED.matcher(text);
      while (found.find()) {
        int line = text.lastIndexOf('\n', found.start()) + 1;
        if (!text.substring(line, found.start()).contains("--")) {
          mutants.add(new ScriptMutant(home, file, found.start(), found.group(), other(found)));
        }
      }
    }
    return mutants;
  }

  private static String other(Matcher found) {
    String from = found.group();
    if (found.group("comparison") != null) {
      return COMPARISONS.getOrDefault(from, "");
    }
    return found.group("word") != null
        ? WORDS.getOrDefault(from, "")
        : Integer.toString(Integer.parseInt(from) + 1);
  }

  /** The script with the change, if it has the file in it. */
  String apply(String script) {
    int file = script.indexOf(text(home, this.file));
    if (file < 0) {
      return script;
    }
    return script.substring(0, file + at) + to + script.substring(file + at + from.length());
  }

  /** The changed line, with the change in it; the same as long as the line is. */
  String name() {
    String text = text(home, file);
    int start = text.lastIndexOf('\n', at) + 1;
    int end = text.indexOf('\n', at);
    return file
        + ": "
        + text.substring(start, at).strip()
        + " ["
        + from
        + " -> "
        + to
        + "] "
        + text.substring(at + from.length(), end).strip();
  }

  private static String text(Class<?> home, String file) {
    try (InputStream in = home.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
