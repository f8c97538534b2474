package dev.makevideo.activities.script;

/** What the signs round words do: open, close, end. Pure functions on code points and texts. */
final class Signs {
  private static final String ENDS = "!?…‼⁇⁈⁉。！？｡．؟۔।॥።։།။។៕";
  private static final String OPENING = "¿¡„‚";
  private static final String DASHES = "-–—―‒";

  private Signs() {}

  /** Whether a sign ends a sentence; the full stop may. */
  static boolean isEnd(int c) {
    return c == '.' || ENDS.indexOf(c) >= 0;
  }

  /** Whether a text has anything that is said. */
  static boolean isSaid(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  /** Whether a text is nothing but signs, and they belong to the word that follows. */
  static boolean opens(String text) {
    return !text.isEmpty() && text.codePoints().allMatch(Signs::isOpening);
  }

  static boolean isDash(int c) {
    return DASHES.indexOf(c) >= 0;
  }

  private static boolean isOpening(int c) {
    int type = Character.getType(c);
    return type == Character.START_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || OPENING.indexOf(c) >= 0
        || isDash(c)
        || isSpace(c);
  }

  static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Whether a sign may stand between the end of a sentence and the next word. */
  static boolean isTransparent(int c) {
    return !Character.isLetterOrDigit(c)
        && ",;:،؛、，；：%‰".indexOf(c) < 0
        && Character.getType(c) != Character.CURRENCY_SYMBOL;
  }

  /** A word from its first letter or digit to its last. */
  static String core(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && !Character.isLetterOrDigit(word.codePointAt(from))) {
      from += Character.charCount(word.codePointAt(from));
    }
    while (from < to && !Character.isLetterOrDigit(word.codePointBefore(to))) {
      to -= Character.charCount(word.codePointBefore(to));
    }
    return word.substring(from, to);
  }
}
