package dev.makevideo.activities.speech;

import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes words comparable that are written in different ways: without case, accents of typography
 * and punctuation, numbers spelled out, and letter by letter where a language has no spaces. Not
 * thread-safe.
 */
final class WordTokens {
  private static final Set<UnicodeScript> SPACELESS =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.KHMER,
          UnicodeScript.LAO,
          UnicodeScript.MYANMAR);

  /** Longer ones are said digit by digit, if at all. */
  private static final int LONGEST_NUMBER = 12;

  private final RuleBasedNumberFormat numbers;

  /**
   * @param language BCP 47 tag, for numbers
   */
  WordTokens(String language) {
    numbers =
        new RuleBasedNumberFormat(ULocale.forLanguageTag(language), RuleBasedNumberFormat.SPELLOUT);
  }

  /** The tokens of a word, in order; none if nothing of it is said. */
  List<String> of(String word) {
    List<String> tokens = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    String plain = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    boolean digits = false;
    int[] letters =
        plain.codePoints().filter(c -> Character.getType(c) != Character.FORMAT).toArray();
    for (int i = 0; i < letters.length; i++) {
      int c = letters[i];
      boolean digit = Character.isDigit(c);
      boolean spaceless = SPACELESS.contains(UnicodeScript.of(c));
      boolean joins = isPoint(c) && (!digits || isGroup(letters, i + 1));
      if (joins || isApostrophe(c)) {
        continue;
      }
      if (digit != digits || spaceless) {
        finish(current, digits, tokens);
      }
      digits = digit;
      if (isSaid(c)) {
        current.appendCodePoint(digit ? '0' + Character.digit(c, 10) : c);
      }
      if (spaceless || !isSaid(c)) {
        finish(current, digits, tokens);
      }
    }
    finish(current, digits, tokens);
    return tokens;
  }

  private static boolean isSaid(int c) {
    int type = Character.getType(c);
    return Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isApostrophe(int c) {
    return c == '\'' || c == '’';
  }

  private static boolean isPoint(int c) {
    return c == '.' || c == ',';
  }

  /** Whether three digits follow, as in 10,000; other points in a number are said. */
  private static boolean isGroup(int[] letters, int from) {
    int to = from;
    while (to < letters.length && Character.isDigit(letters[to])) {
      to++;
    }
    return to == from + 3;
  }

  private void finish(StringBuilder current, boolean digits, List<String> tokens) {
    String text = current.toString();
    current.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (digits && text.length() <= LONGEST_NUMBER) {
      String spelled =
          numbers.format(Long.parseLong(text)).toLowerCase(Locale.ROOT).replace("\u00ad", "");
      for (String part : spelled.split("[^\\p{L}\\p{M}]+")) {
        if (!part.isEmpty()) {
          tokens.add(part);
        }
      }
    } else {
      tokens.add(text);
    }
  }
}
