package dev.makevideo.activities.subtitle;

import dev.makevideo.activities.script.Openings;
import dev.makevideo.activities.script.SentenceEnds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * What it costs the reader if two words are torn apart, by a line's or a cue's end. Nothing between
 * most words; very much where the rules of writing forbid it: after an opening sign, before a
 * closing one, and wherever Unicode Standard Annex 14 has no break.
 */
final class BreakPrices {
  /** From here on no pause tears the words apart either. */
  static final double BOUND = 4;

  private static final double FORBIDDEN = 50;
  private static final double NUMBER = 8;
  private static final double WITHIN_A_WORD = 2;
  private static final double WITHIN_A_PART = 6;

  private static final String CLOSING = "?!:;,.)]}%‰‱°…。，、！？：；）」』】〉》؟،؛»›”’";
  private static final String CLOSING_IN_ANY_WORD = "?!;,)]}%‰°。，、！？：；）」』】〉》؟،؛";
  private static final String OPENING = "([{«‹„‚“‘¿¡（「『【〈《";
  private static final String OPENING_IN_ANY_WORD = "([{„‚¿¡（「『【〈《";
  private static final String DASHES = "-–—―‒";
  private static final Pattern AMOUNT = Pattern.compile(".*\\p{Nd}");
  private static final Pattern GROUP = Pattern.compile("\\p{Nd}{3}(?:[^\\p{Nd}\\p{L}].*)?");
  private static final Pattern BEFORE_NUMBER =
      Pattern.compile("(?i)\\p{Sc}|no\\.|nr\\.|n[º°o]|№|p\\.|pp\\.|§|fig\\.|vol\\.|ch\\.|art\\.");

  /** Short names of measures and of large numbers in the languages that most narrations have. */
  private static final Set<String> UNITS =
      Set.of(
          ("km m cm mm mi ft in kg g mg lb lbs oz t l ml h min s ms hz khz mhz ghz kb mb gb tb w kw mw"
                  + " kwh v a j k c f °c °f ℃ ℉ km/h mph km² m² m³ p.m a.m pm am uhr % ‰ percent"
                  + " prozent million millions millionen mio billion billions milliarden mrd"
                  + " thousand trillion millones mil euros euro eur usd gbp chf dollars dollar"
                  + " pounds yen rub bc ad ce bce")
              .split(" "));

  private BreakPrices() {}

  /** For each word, what a line or a cue that begins with it costs. */
  static double[] of(List<Word> words, boolean[] ends, WordPieces pieces, String language) {
    double[] prices = new double[words.size()];
    StringBuilder text = new StringBuilder();
    int[] starts = new int[words.size()];
    for (int i = 0; i < words.size(); i++) {
      text.append(i == 0 || words.get(i).attached() ? "" : " ");
      starts[i] = text.length();
      text.append(words.get(i).text());
    }
    BitSet allowed = pieces.lineBounds(text.toString());
    Openings openings = Openings.of(text.toString());
    boolean quotesReversed = language.startsWith("de") || language.startsWith("da");
    for (int i = 1; i < words.size(); i++) {
      String before = words.get(i - 1).text();
      String after = words.get(i).text();
      int last = starts[i] - (words.get(i).attached() ? 1 : 2);
      if (opens(before, quotesReversed)
          || closes(after, quotesReversed)
          || (openings.at(last) && last > 0 && Columns.isWide(text.codePointBefore(last)))) {
        prices[i] = FORBIDDEN;
      } else if (ends[i - 1]) {
        prices[i] = 0;
      } else if (!allowed.get(starts[i])) {
        prices[i] = FORBIDDEN;
      } else {
        prices[i] = between(before, after, words.get(i).attached());
      }
    }
    return prices;
  }

  private static double between(String before, String after, boolean attached) {
    boolean amount = AMOUNT.matcher(before).matches();
    if (amount && (GROUP.matcher(after).matches() || isUnit(after))) {
      return NUMBER;
    }
    if (BEFORE_NUMBER.matcher(before).matches() && Character.isDigit(after.codePointAt(0))) {
      return NUMBER;
    }
    if (isAbbreviation(before)) {
      return BOUND;
    }
    boolean spaceless =
        Columns.isWide(before.codePointBefore(before.length()))
            || Columns.isWide(after.codePointAt(0));
    return attached && !spaceless && isLatin(after) ? WITHIN_A_WORD : 0;
  }

  private static boolean isLatin(String text) {
    return Character.UnicodeScript.of(text.codePointAt(0)) == Character.UnicodeScript.LATIN;
  }

  /** A full stop that ends no sentence: "Mr.", "U.S.", "J." */
  private static boolean isAbbreviation(String word) {
    return word.endsWith(".")
        && word.length() > 1
        && Character.isLetter(word.charAt(word.length() - 2));
  }

  private static boolean isUnit(String word) {
    String core = word.toLowerCase(Locale.ROOT).replaceAll("[.,;:!?)»]+$", "");
    return UNITS.contains(core)
        || (!core.isEmpty() && Character.getType(core.codePointAt(0)) == Character.CURRENCY_SYMBOL);
  }

  private static boolean opens(String word, boolean quotesReversed) {
    if (isOnly(word, OPENING.replace(quotesReversed ? "«" : " ", "") + DASHES)
        || (quotesReversed && isOnly(word, "»›"))) {
      return true;
    }
    char last = word.charAt(word.length() - 1);
    return OPENING_IN_ANY_WORD.indexOf(last) >= 0
        || Character.getType(last) == Character.START_PUNCTUATION;
  }

  private static boolean closes(String word, boolean quotesReversed) {
    if (quotesReversed
        ? isOnly(word, CLOSING.replace("»", "").replace("›", "") + "«‹“‘")
        : isOnly(word, CLOSING)) {
      return true;
    }
    char first = word.charAt(0);
    boolean decimal = word.length() > 1 && Character.isDigit(word.charAt(1));
    return CLOSING_IN_ANY_WORD.indexOf(first) >= 0 && !decimal;
  }

  private static boolean isOnly(String word, String signs) {
    return word.chars().allMatch(c -> signs.indexOf(c) >= 0);
  }

  /** The words' pieces, which are the words but for those too long for a line. */
  static List<List<TextLines.Piece>> pieces(
      List<Word> words,
      double[] prices,
      ToDoubleFunction<String> width,
      double space,
      double limit) {
    List<List<TextLines.Piece>> all = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      List<TextLines.Piece> parts = new ArrayList<>();
      String before = "";
      for (String part : WordPieces.ofLong(words.get(i).text(), width, limit)) {
        boolean first = parts.isEmpty();
        double gap = first && i > 0 && !words.get(i).attached() ? space : 0;
        boolean legible = !first && WordPieces.isLegible(before.charAt(before.length() - 1));
        double price = first ? prices[i] : legible ? WITHIN_A_WORD : WITHIN_A_PART;
        parts.add(new TextLines.Piece(part, width.applyAsDouble(part), gap, price, i));
        before = part;
      }
      all.add(parts);
    }
    return all;
  }

  /** Where a text's sentences end, by its signs or because it is known; its last word ends one. */
  static boolean[] sentenceEnds(List<Word> words, String language) {
    boolean[] attached = new boolean[words.size()];
    for (int i = 0; i < attached.length; i++) {
      attached[i] = words.get(i).attached();
    }
    boolean[] ends =
        SentenceEnds.sentenceEnds(words.stream().map(Word::text).toList(), attached, language);
    for (int i = 0; i < ends.length; i++) {
      ends[i] |= words.get(i).ends();
    }
    return ends;
  }
}
