package dev.makevideo.coordination.breaker;

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
 * One change to one of the breaker's scripts: a comparison, a number or a state's name.
 *
 * @param at where {@code from} stands in the file
 */
record ScriptMutant(String file, int at, String from, String to) {
  static final List<String> FILES = List.of("state.lua", "acquire.lua", "report.lua", "read.lua");
  private static final Map<String, String> COMPARISONS =
      Map.of("<=", "<", ">=", ">", "<", "<=", ">", ">=", "==", "~=", "~=", "==");
  private static final Map<String, String> STATES =
      Map.of("closed", "open", "open", "half_open", "half_open", "closed");
  private static final Pattern CHANGED =
      Pattern.compile(
          "(?<comparison><=|>=|==|~=|<|>)"
              + "|(?<state>(?<=')(closed|half_open|open)(?='))"
              + "|(?<number>(?<![A-Za-z_0-9])[0-9]+)");

  /** All changes, each to be made alone. Comments stay as they are. */
  static List<ScriptMutant> all() {
    List<ScriptMutant> mutants = new ArrayList<>();
    for (String file : FILES) {
      String text = text(file);
      Matcher found = CHANGED.matcher(text);
      while (found.find()) {
        int line = text.lastIndexOf('\n', found.start()) + 1;
        if (!text.substring(line, found.start()).contains("--")) {
          mutants.add(new ScriptMutant(file, found.start(), found.group(), other(found)));
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
    return found.group("state") != null
        ? STATES.getOrDefault(from, "")
        : Integer.toString(Integer.parseInt(from) + 1);
  }

  /** The script with the change, if it has the file in it. */
  String apply(String script) {
    String state = text(FILES.get(0));
    boolean everywhere = file.equals(FILES.get(0));
    if (!everywhere && !script.endsWith(text(file))) {
      return script;
    }
    int start = everywhere ? at : state.length() + at;
    return script.substring(0, start) + to + script.substring(start + from.length());
  }

  /** The changed line, with the change in it; the same as long as the line is. */
  String name() {
    String text = text(file);
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

  private static String text(String file) {
    try (InputStream in = BreakerScripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
