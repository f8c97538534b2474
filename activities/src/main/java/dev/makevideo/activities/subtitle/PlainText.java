package dev.makevideo.activities.subtitle;

/** Text from outside, made harmless for every subtitle format. */
final class PlainText {
  private PlainText() {}

  /**
   * Without control characters, directional overrides and lone surrogates; white space of any kind
   * and length is one space; no white space at the ends.
   */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
        .filter(c -> !isHarmful(c))
        .filter(c -> c != ' ' || (!out.isEmpty() && out.charAt(out.length() - 1) != ' '))
        .forEachOrdered(out::appendCodePoint);
    return out.toString().strip();
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
