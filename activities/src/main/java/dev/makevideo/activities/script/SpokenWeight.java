package dev.makevideo.activities.script;

import com.ibm.icu.text.DecimalFormatSymbols;
import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.util.ULocale;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Guesses how long a word takes to say, in letters of an average word: what is weighed is what is
 * said, so numbers are spelled out by ICU, abbreviations are written out, signs like % and € are
 * words, and of initials each letter has a name. Not thread-safe.
 */
final class SpokenWeight {
  /** What starting a word costs, in letters. */
  private static final double ONSET = 1.3;

  /** The last word before a pause is drawn out, in letters. */
  static final double FINAL = 2.5;

  /** A digit of a number that is said digit by digit. */
  private static final double DIGIT = 4;

  private static final double IDEOGRAPH = 3;
  private static final double KANA = 1.6;
  private static final double VOWEL = 1.25;

  /** The name of a letter: "bee", "ef", "double u". */
  private static final double LETTER_NAME = 2.5;

  /** "percent", "dollars", "and". */
  private static final double SIGN = 5;

  private static final String VOWELS = "aeiouyäöüáéíóúàèìòùâêîôûаеёиоуыэюяαεηιουω";
  private static final String SAID_SIGNS = "%‰&+=@°×÷";

  /** In digits; longer ones are telephone numbers and the like. */
  private static final int LONGEST_NUMBER = 12;

  private static final Pattern NUMBER =
      Pattern.compile("\\p{Nd}(?:[\\p{Nd}.,'’\\u00A0\\u202F]*\\p{Nd})?");
  private static final Pattern YEAR = Pattern.compile("1[1-9]\\d\\d|20\\d\\d");
  private static final Pattern INITIALS = Pattern.compile("\\p{Lu}(?:\\.\\p{Lu})+\\.?");
  private static final Pattern ACRONYM = Pattern.compile("[B-DF-HJ-NP-TV-XZ]{2,6}s?");
  private static final String YEAR_RULES = "%spellout-numbering-year";

  private final Abbreviations abbreviations;
  private final RuleBasedNumberFormat speller;
  private final boolean spellsYears;
  private final Pattern grouping;
  private final String decimal;

  SpokenWeight(Abbreviations abbreviations) {
    ULocale locale = new ULocale(abbreviations.language());
    this.abbreviations = abbreviations;
    this.speller = new RuleBasedNumberFormat(locale, RuleBasedNumberFormat.SPELLOUT);
    this.spellsYears = Arrays.asList(speller.getRuleSetNames()).contains(YEAR_RULES);
    this.decimal = DecimalFormatSymbols.getInstance(locale).getDecimalSeparatorString();
    String group = decimal.equals(",") ? "." : ",";
    this.grouping = Pattern.compile("(?<=\\d)[" + group + "'’\\u00A0\\u202F](?=\\d{3}(?!\\d))");
  }

  /**
   * A word's weight, without what a pause after it adds.
   *
   * @param attached whether it is written right after the word before
   */
  double of(String word, boolean attached) {
    String core = Signs.core(word);
    double onset = attached && Languages.isSpaceless(core.codePointAt(0)) ? 0 : ONSET;
    return Math.max(1, onset + signs(word) + spoken(core, word));
  }

  private double spoken(String core, String word) {
    boolean stop = word.startsWith(".", word.indexOf(core) + core.length());
    Optional<String> said = stop ? abbreviations.said(core) : Optional.empty();
    if (said.isPresent()) {
      return letters(said.get());
    }
    if (INITIALS.matcher(core).matches() || ACRONYM.matcher(core).matches()) {
      return LETTER_NAME * core.codePoints().filter(Character::isLetter).count();
    }
    double weight = 0;
    int from = 0;
    Matcher number = NUMBER.matcher(core);
    while (number.find()) {
      weight += letters(core.substring(from, number.start())) + number(number.group());
      from = number.end();
    }
    return weight + letters(core.substring(from));
  }

  private double number(String text) {
    String plain = grouping.matcher(ascii(text)).replaceAll("");
    String[] parts = plain.split("[^\\d]+");
    boolean fraction = parts.length == 2 && plain.contains(decimal);
    double weight = fraction ? SIGN : 0;
    for (int i = 0; i < parts.length; i++) {
      boolean digitByDigit = fraction && i == 1;
      weight += (i > 0 ? ONSET : 0) + (digitByDigit ? digits(parts[i]) : integer(parts[i]));
    }
    return weight;
  }

  private double integer(String digits) {
    if (digits.length() > LONGEST_NUMBER || (digits.length() > 1 && digits.startsWith("0"))) {
      return digits(digits);
    }
    long value = Long.parseLong(digits);
    String said =
        spellsYears && YEAR.matcher(digits).matches()
            ? speller.format(value, YEAR_RULES)
            : speller.format(value);
    // A language that ICU cannot spell comes back in digits.
    return said.chars().anyMatch(Character::isDigit) ? digits(digits) : letters(said);
  }

  private static double digits(String digits) {
    return DIGIT * digits.length();
  }

  private static String ascii(String number) {
    StringBuilder ascii = new StringBuilder();
    number
        .codePoints()
        .forEach(
            c -> ascii.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return ascii.toString();
  }

  private static double signs(String word) {
    return SIGN
        * word.codePoints()
            .filter(
                c ->
                    SAID_SIGNS.indexOf(c) >= 0 || Character.getType(c) == Character.CURRENCY_SYMBOL)
            .count();
  }

  private static double letters(String text) {
    String trimmed = text.strip();
    long words = trimmed.chars().filter(Signs::isSpace).count();
    return ONSET * words + trimmed.codePoints().mapToDouble(SpokenWeight::letter).sum();
  }

  private static double letter(int c) {
    if (Languages.isIdeograph(c)) {
      return IDEOGRAPH;
    }
    if (Languages.isKana(c)) {
      return KANA;
    }
    if (!Character.isLetter(c)) {
      return 0;
    }
    return VOWELS.indexOf(Character.toLowerCase(c)) >= 0 ? VOWEL : 1;
  }
}
