package dev.makevideo.api.upload;

import java.util.regex.Pattern;

/** A file's name as its owner calls it, fit to be shown; never a path. Stateless. */
public final class ShownName {
  private static final int LONGEST = 200;

  /** What ends a line, steers a terminal, or turns the direction of writing. */
  private static final Pattern UNSHOWN =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\s]+");

  private ShownName() {}

  /**
   * The last part of a path, on one line.
   *
   * @param otherwise what a file without a name is called
   */
  public static String of(String name, String otherwise) {
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    String plain = UNSHOWN.matcher(last).replaceAll(" ").strip();
    if (plain.isEmpty() || plain.matches("\\.+")) {
      return otherwise;
    }
    // Whole characters only: half of one is no text.
    return plain
        .codePoints()
        .limit(LONGEST)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
