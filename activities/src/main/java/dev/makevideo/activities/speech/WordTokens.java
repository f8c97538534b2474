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
    for (int c : plain.codePoints().toArray()) {
      boolean digit = Character.isDigit(c);
      if (digit != digits || SPACELESS.contains(UnicodeScript.of(c))) {
        finish(current, digits, tokens);
      }
      digits = digit;
      if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
        current.appendCodePoint(digit ? '0' + Character.digit(c, 10) : c);
      } else if (c != '\'' && c != '’' && c != ',' && c != '.') {
        finish(current, digits, tokens);
      }
      if (SPACELESS.contains(UnicodeScript.of(c))) {
        finish(current, digits, tokens);
      }
    }
    finish(current, digits, tokens);
    return tokens;
  }

  private void finish(StringBuilder current, boolean digits, List<String> tokens) {
    String text = current.toString();
    current.setLength(0);
    if (text.isEmpty()) {
      return;
    }
    if (digits && text.length() <= LONGEST_NUMBER) {
      String spelled = numbers.format(Long.parseLong(text)).toLowerCase(Locale.ROOT);
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
