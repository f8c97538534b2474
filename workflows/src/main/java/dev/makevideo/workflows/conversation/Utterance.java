package dev.makevideo.workflows.conversation;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a user wrote, as text that is safe to show and to keep, and its words.
 *
 * @param text without control characters, marks of direction and other characters that are not
 *     seen; lines end with {@code \n}
 * @param tokens words and punctuation, in their order
 */
record Utterance(String text, List<Token> tokens) {
  /** The longest text of a turn, in characters. */
  static final int LONGEST = 4_000;

  private static final Pattern TOKEN =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}_]+(?:(?:[-'\u2019]|(?<=\\p{Nd})[:./,\u00d7](?=\\p{Nd}))"
              + "[\\p{L}\\p{M}\\p{N}_]+)*|[:=;,.!?\\n/\u00d7]");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  /**
   * A word or a punctuation mark.
   *
   * @param start where it begins in the text
   * @param end where what follows begins
   * @param word without accents, in lower case
   */
  record Token(int start, int end, String word) {
    /** Whether it is a word or a number. */
    boolean isWord() {
      return Character.isLetterOrDigit(word.codePointAt(0));
    }
  }

  static Utterance of(String raw) {
    String text = cleaned(raw);
    return new Utterance(
        text,
        TOKEN
            .matcher(text)
            .results()
            .map(found -> new Token(found.start(), found.end(), folded(found.group())))
            .toList());
  }

  /** How many words it has. */
  long words() {
    return tokens.stream().filter(Token::isWord).count();
  }

  /** A text of which nothing is hidden, cut where it is too long. */
  static String cleaned(String raw) {
    StringBuilder clean = new StringBuilder();
    Normalizer.normalize(raw.replace("\r\n", "\n"), Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> append(clean, c));
    String text = clean.toString().strip();
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end).strip();
  }

  private static void append(StringBuilder clean, int wide) {
    // Keyboards for Chinese and Japanese write figures and colons so.
    int c = wide >= 0xFF01 && wide <= 0xFF5E ? wide - 0xFEE0 : wide;
    switch (Character.getType(c)) {
      case Character.CONTROL -> clean.append(c == '\n' || c == '\r' ? '\n' : ' ');
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> clean.append('\n');
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> {}
      default -> clean.appendCodePoint(c);
    }
  }

  /** Without accents, in lower case. */
  static String folded(String word) {
    String apart = Normalizer.normalize(word, Normalizer.Form.NFKD);
    return MARKS.matcher(apart).replaceAll("").replace('\u2019', '\'').toLowerCase(Locale.ROOT);
  }
}
