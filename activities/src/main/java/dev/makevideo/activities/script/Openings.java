package dev.makevideo.activities.script;

import java.util.BitSet;

/**
 * Which signs of a text open something: brackets and quotes as Unicode names them, straight quotes
 * in turn, and what stands before an amount or a name. A word keeps its opening sign; where no
 * space is written, it begins with it. Immutable.
 */
public final class Openings {
  private static final String OTHERS = "¿¡";
  private static final String BEFORE_A_NAME = "#@№§";

  private final String text;
  private final BitSet opening;

  private Openings(String text) {
    this.text = text;
    this.opening = new BitSet(text.length());
    boolean quoted = false;
    int low = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean straight = c == '"' || c == '＂';
      // German closes with the sign that English opens with.
      boolean closes = low > 0 && (c == '\u201C' || c == '\u2018');
      opening.set(i, straight ? !quoted : !closes && opens(c, i));
      quoted ^= straight;
      low += c == '\u201E' || c == '\u201A' ? 1 : closes ? -1 : 0;
    }
  }

  /** Looks at all of a text. */
  public static Openings of(String text) {
    return new Openings(text);
  }

  private boolean opens(int c, int at) {
    int type = Character.getType(c);
    if (type == Character.CURRENCY_SYMBOL || BEFORE_A_NAME.indexOf(c) >= 0) {
      int next = letter(at + Character.charCount(c));
      return type == Character.CURRENCY_SYMBOL
          ? Character.isDigit(next) && !Character.isDigit(before(at))
          : Character.isLetterOrDigit(next);
    }
    return type == Character.START_PUNCTUATION
        || type == Character.INITIAL_QUOTE_PUNCTUATION
        || OTHERS.indexOf(c) >= 0;
  }

  /** Whether the sign there opens something. */
  public boolean at(int index) {
    return opening.get(index);
  }

  /** Whether a word begins with the sign there, also if no space is before it. */
  public boolean beginsWord(int index) {
    if (!at(index)) {
      return false;
    }
    int c = text.codePointAt(index);
    int before = before(index);
    boolean first = index == 0 || !at(index - Character.charCount(before));
    return first
        && (Languages.isSpaceless(before)
            || Languages.isSpaceless(c)
            || Languages.isSpaceless(letter(index + Character.charCount(c))));
  }

  private int before(int index) {
    return index == 0 ? 0 : text.codePointBefore(index);
  }

  private int letter(int index) {
    return index < text.length() ? text.codePointAt(index) : 0;
  }
}
