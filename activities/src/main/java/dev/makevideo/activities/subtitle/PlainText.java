package dev.makevideo.activities.subtitle;

/** Text from outside, made harmless for every subtitle format. */
final class PlainText {
  private PlainText() {}

  /**
   * Without control characters, directional overrides and lone surrogates; white space of any kind
   * and length is one space, but those that forbid a break (U+00A0, U+202F) stay what they are; no
   * white space at the ends.
   */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isSpace(c) ? ' ' : c)
        .filter(c -> !isHarmful(c))
        .filter(c -> c != ' ' || (!out.isEmpty() && out.charAt(out.length() - 1) != ' '))
        .forEachOrdered(out::appendCodePoint);
    return trim(out.toString());
  }

  private static boolean isSpace(int c) {
    return (Character.isWhitespace(c) || Character.isSpaceChar(c)) && !isBinding(c);
  }

  private static boolean isBinding(int c) {
    return c == 0xa0 || c == 0x202f;
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || isBinding(text.charAt(from)))) {
      from++;
    }
    while (from < to && (text.charAt(to - 1) == ' ' || isBinding(text.charAt(to - 1)))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isHarmful(int c) {
    return Character.getType(c) == Character.CONTROL
        || Character.getType(c) == Character.SURROGATE
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff
        || c == 0xfffe
        || c == 0xffff;
  }
}
