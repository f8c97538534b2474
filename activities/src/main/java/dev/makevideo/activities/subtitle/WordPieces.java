package dev.makevideo.activities.subtitle;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.makevideo.platform.media.UnspacedScripts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Cuts what is written without spaces: a text of Chinese, Japanese, Thai, Lao, Khmer or Burmese
 * into its words (by ICU's dictionaries), and a word that is too long for a line into parts that
 * can still be read. Not thread-safe.
 */
final class WordPieces {
  /** Signs that an address or a compound may be broken after. */
  private static final String LEGIBLE = "/.-_?=&@\u2010\u00ad";

  private final BreakIterator lines;
  private final BreakIterator words;

  WordPieces(String language) {
    // Strict: no line begins with a small kana (JIS X 4051, "kinsoku").
    lines = BreakIterator.getLineInstance(locale(language).setKeywordValue("lb", "strict"));
    words = BreakIterator.getWordInstance(locale(language));
  }

  /** The parts of a word of an unspaced script, its time shared out by letters; else the word. */
  List<Word> of(Word word) {
    String text = word.text();
    if (text.codePoints().noneMatch(UnspacedScripts::have)) {
      return List.of(word);
    }
    BitSet cuts = bounds(lines, text);
    cuts.and(bounds(words, text));
    List<Word> pieces = new ArrayList<>();
    double perUnit = (word.end() - word.start()) / text.length();
    int from = 0;
    for (int to = cuts.nextSetBit(1); to > 0; to = cuts.nextSetBit(to + 1)) {
      if (to == text.length() || isUnspacedSide(text, to)) {
        double start = word.start() + from * perUnit;
        double end = to == text.length() ? word.end() : word.start() + to * perUnit;
        boolean attached = from > 0 || word.attached();
        boolean ends = to == text.length() && word.ends();
        pieces.add(new Word(text.substring(from, to), start, Math.max(start, end), attached, ends));
        from = to;
      }
    }
    return pieces;
  }

  /** The places of a text at which a line may be broken. */
  BitSet lineBounds(String text) {
    return bounds(lines, text);
  }

  /** A word in parts that each fit into a line, cut after the signs of addresses if it has some. */
  static List<String> ofLong(String word, ToDoubleFunction<String> width, double limit) {
    if (width.applyAsDouble(word) <= limit) {
      return List.of(word);
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i < word.length(); i++) {
      boolean legible = isLegible(word.charAt(i - 1)) && !isLegible(word.charAt(i));
      if (legible && i - from > 1) {
        parts.add(word.substring(from, i));
        from = i;
      }
    }
    parts.add(word.substring(from));
    return parts.stream()
        .flatMap(
            part ->
                width.applyAsDouble(part) <= limit
                    ? java.util.stream.Stream.of(part)
                    : clusters(part).stream())
        .toList();
  }

  static boolean isLegible(char sign) {
    return LEGIBLE.indexOf(sign) >= 0;
  }

  /** What a reader takes for one letter each: letters with their marks, joined emoji. */
  static List<String> clusters(String text) {
    BreakIterator letters = BreakIterator.getCharacterInstance(ULocale.ROOT);
    BitSet bounds = bounds(letters, text);
    List<String> found = new ArrayList<>();
    int from = 0;
    for (int to = bounds.nextSetBit(1); to > 0; to = bounds.nextSetBit(to + 1)) {
      found.add(text.substring(from, to));
      from = to;
    }
    return found;
  }

  private static BitSet bounds(BreakIterator iterator, String text) {
    BitSet bounds = new BitSet();
    iterator.setText(text);
    for (int at = iterator.first(); at != BreakIterator.DONE; at = iterator.next()) {
      bounds.set(at);
    }
    return bounds;
  }

  private static boolean isUnspacedSide(String text, int at) {
    int before = text.codePointBefore(at);
    int after = text.codePointAt(at);
    return UnspacedScripts.have(before)
        || UnspacedScripts.have(after)
        || Columns.isWide(before)
        || Columns.isWide(after);
  }

  private static ULocale locale(String language) {
    return language.isEmpty() || language.equals("auto")
        ? ULocale.ROOT
        : ULocale.forLanguageTag(language);
  }
}
