package dev.makevideo.activities.subtitle;

/** The text of one ASS event: escaped, with the font named wherever it changes. Not thread-safe. */
final class AssText {
  /** Keeps a backslash from joining with what follows; has no width, and libass skips it. */
  private static final char WORD_JOINER = '\u2060';

  private final FontRuns runs;
  private final CaptionFont usual;
  private final StringBuilder out = new StringBuilder();
  private CaptionFont current;

  AssText(FontSet fonts, CaptionFont usual) {
    this.runs = new FontRuns(fonts);
    this.usual = usual;
    this.current = usual;
  }

  /** Adds text of our own, override tags included, as it is. */
  void literal(String text) {
    out.append(text);
  }

  /** Adds text from outside; what no font has is left out. */
  void word(String text) {
    for (FontRuns.Run run : runs.of(PlainText.clean(text), usual, current)) {
      use(run.font());
      run.text().codePoints().forEach(this::letter);
    }
  }

  /** Adds a space; never one as wide as an emoji. */
  void space() {
    if (current.isOfSymbols()) {
      use(usual);
    }
    out.append(' ');
  }

  private void use(CaptionFont font) {
    if (font != current) {
      out.append("{\\fn").append(font.family()).append('}');
      current = font;
    }
  }

  private void letter(int letter) {
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
