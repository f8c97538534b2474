package dev.makevideo.coordination.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page begins: after the session that was the last of the page before.
 *
 * @param expiresMillis when that one ends, as it was then, since 1970
 * @param handle that one; empty: there was none
 */
record PageCursor(long expiresMillis, String handle) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,15})\\.([0-9a-f]{64})");
  private static final int LONGEST_SHOWN = 100;

  /**
   * @throws IllegalArgumentException if it is not one
   */
  static PageCursor of(Optional<String> text) {
    if (text.isEmpty()) {
      return new PageCursor(0, "");
    }
    Matcher matcher = TEXT.matcher(text.get());
    if (!matcher.matches()) {
      String shown = text.get().substring(0, Math.min(LONGEST_SHOWN, text.get().length()));
      throw new IllegalArgumentException(
          "cursor is \"" + shown + "\"; allowed: the next of the page before");
    }
    return new PageCursor(Long.parseLong(matcher.group(1)), matcher.group(2));
  }

  /** Returns the limit if it is one. */
  static int checked(int limit) {
    if (limit < 1 || limit > Sessions.MOST_IN_PAGE) {
      throw new IllegalArgumentException(
          "limit is " + limit + "; allowed: 1 to " + Sessions.MOST_IN_PAGE);
    }
    return limit;
  }

  String text() {
    return expiresMillis + "." + handle;
  }
}
