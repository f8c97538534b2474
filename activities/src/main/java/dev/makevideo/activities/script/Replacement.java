package dev.makevideo.activities.script;

import dev.makevideo.activities.script.LeftOut.Kind;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces what a pattern finds and counts it as left out. */
final class Replacement {
  private Replacement() {}

  /**
   * The text with replacements.
   *
   * @param by what comes instead; null if the place is to stay as it is
   */
  static String all(
      String text,
      Pattern pattern,
      Kind kind,
      LeftOut left,
      Function<MatchResult, @Nullable String> by) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      @Nullable String instead = by.apply(matcher.toMatchResult());
      if (instead != null) {
        out.append(text, from, matcher.start()).append(instead);
        from = matcher.end();
        left.add(kind, matcher.group());
      }
    }
    return out.append(text, from, text.length()).toString();
  }

  /** The text with one and the same instead of every place. */
  static String all(String text, Pattern pattern, Kind kind, LeftOut left, String by) {
    return all(text, pattern, kind, left, found -> by);
  }
}
