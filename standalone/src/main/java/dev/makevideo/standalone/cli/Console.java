package dev.makevideo.standalone.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where commands talk to. With {@code --json} everything for people goes to standard error, and
 * standard output gets one line at the end. A block of lines can be kept at the bottom of a
 * terminal and drawn again in place. Thread-safe.
 */
final class Console {
  private static final String UP_ONE_AND_CLEAR = "\u001b[1A\u001b[2K";

  /**
   * What would move the cursor, colour the terminal or turn the line round: texts of services and
   * programs are shown, too. C0 and C1 but tab and line feed (ECMA-48), and the marks that override
   * direction (UAX #9).
   */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u202A-\\u202E\\u2066-\\u2069]");

  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private boolean json;
  private List<String> block = List.of();

  /**
   * What is known of the terminal.
   *
   * @param out whether standard output is one
   * @param err whether standard error is one
   * @param columns its width
   */
  record Terminal(boolean out, boolean err, int columns) {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 40;

    /** As the start script tells it. */
    static Terminal fromProperties() {
      String which = System.getProperty("make-video.terminal", "");
      int columns = Integer.getInteger("make-video.columns", DEFAULT_COLUMNS);
      return new Terminal(
          which.contains("out"), which.contains("err"), Math.max(LEAST_COLUMNS, columns));
    }
  }

  Console(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** From now on standard output is for {@link #result} only. */
  synchronized void useJson() {
    json = true;
  }

  /** Standard output itself; from now on nothing else is written there. */
  synchronized OutputStream protocol() {
    json = true;
    return out;
  }

  synchronized boolean isJson() {
    return json;
  }

  /** Whether people look at a terminal where lines can be drawn again. */
  synchronized boolean isLive() {
    return json ? terminal.err() : terminal.out();
  }

  int columns() {
    return terminal.columns();
  }

  /** A line for people. */
  synchronized void tell(String line) {
    erase();
    people().println(shown(line));
    draw();
  }

  /** A line about something that went wrong. */
  synchronized void problem(String line) {
    erase();
    people().flush();
    err.println(shown(line));
    err.flush();
    draw();
  }

  /** Puts these lines at the bottom in place of the last ones; only on a live terminal. */
  synchronized void redraw(List<String> lines) {
    erase();
    block = lines.stream().map(Console::shown).toList();
    draw();
  }

  /** Leaves the last block as it is; what comes next goes below it. */
  synchronized void release() {
    block = List.of();
  }

  /**
   * A line of JSON for programs; nothing without {@code --json}. What a terminal would obey stands
   * in it as JSON's escapes, which mean the same.
   */
  synchronized void result(String line) {
    if (json) {
      people().flush();
      out.println(UNSAFE.matcher(line).replaceAll(Console::escaped));
      out.flush();
    }
  }

  private static String escaped(MatchResult found) {
    return String.format("\\\\u%04x", (int) found.group().charAt(0));
  }

  private static String shown(String line) {
    return UNSAFE.matcher(line).replaceAll("\ufffd");
  }

  private PrintStream people() {
    return json ? err : out;
  }

  private void erase() {
    people().print(UP_ONE_AND_CLEAR.repeat(block.size()));
  }

  private void draw() {
    block.forEach(people()::println);
    people().flush();
  }
}
