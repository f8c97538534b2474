package dev.makevideo.activities.subtitle;

import java.lang.Character.UnicodeScript;

/**
 * The text of one ASS event: escaped, with the font named wherever the script changes. Not
 * thread-safe.
 */
final class AssText {
  /** Keeps a backslash from joining with what follows; has no width, and libass skips it. */
  private static final char WORD_JOINER = '\u2060';

  /** A capital is so much wider. */
  private static final double UPPER_CASE = 1.3;

  private final CaptionFont usual;
  private final StringBuilder out = new StringBuilder();
  private CaptionFont current;

  AssText(CaptionFont usual) {
    this.usual = usual;
    this.current = usual;
  }

  /** Adds text of our own, override tags included, as it is. */
  void literal(String text) {
    out.append(text);
  }

  /** Adds text from outside. */
  void word(String text) {
    PlainText.clean(text).codePoints().forEach(this::letter);
  }

  /** How wide a word is, about, as a part of the font size. */
  static double width(String word, CaptionFont usual) {
    return PlainText.clean(word).codePoints().mapToDouble(c -> width(c, usual)).sum();
  }

  private static double width(int letter, CaptionFont usual) {
    CaptionFont font = usual.forScript(UnicodeScript.of(letter)).orElse(usual);
    return font.letterWidth() * (Character.isUpperCase(letter) ? UPPER_CASE : 1);
  }

  private void letter(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    if (!CaptionFont.isNeutral(script)) {
      CaptionFont font = usual.forScript(script).orElse(usual);
      if (font != current) {
        out.append("{\\fn").append(font.family()).append('}');
        current = font;
      }
    }
    if (letter == '{' || letter == '}') {
      out.append('\\');
    }
    out.appendCodePoint(letter);
    if (letter == '\\') {
      out.append(WORD_JOINER);
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
