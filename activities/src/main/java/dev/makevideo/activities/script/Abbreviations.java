package dev.makevideo.activities.script;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.FilteredBreakIteratorBuilder;
import com.ibm.icu.util.ULocale;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The abbreviations of a language, and the words that begin its sentences. Read from {@code
 * abbreviations.properties}; for a language that it lacks, what ICU knows. Immutable.
 */
final class Abbreviations {
  private static final String RESOURCE = "abbreviations.properties";

  /** What a full stop after a word means. */
  enum Kind {
    /** No abbreviation. */
    NONE,
    /** A name or a number comes next. */
    NEVER,
    /** An abbreviation only before a number. */
    NUMBER,
    /** The sentence ends if the next word only begins one. */
    MAY,
    /** The sentence ends before a capital letter, unless a date goes on. */
    TIME
  }

  private final Set<String> never;
  private final Set<String> number;
  private final Set<String> may;
  private final Set<String> time;
  private final Set<String> starters;
  private final Set<String> dates;
  private final Map<String, String> said;
  private final ULocale locale;
  private final boolean known;

  private Abbreviations(WordLists lists, String language) {
    this.known = lists.has(language + ".never");
    this.never = lists.list(language + ".never");
    this.number = lists.list(language + ".number");
    this.may = lists.list(language + ".may");
    this.time = lists.list(language + ".time");
    this.starters = lists.list(language + ".starters");
    this.dates = lists.list(language + ".dates");
    this.said =
        lists.list(language + ".said").stream()
            .map(entry -> entry.split("=", 2))
            .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    this.locale = new ULocale(language);
  }

  /**
   * The language's.
   *
   * @param language a code like {@code de} or {@code pt-BR}; English if it is empty or {@code auto}
   */
  static Abbreviations of(String language) {
    return new Abbreviations(new WordLists(WordLists.class, RESOURCE), Languages.code(language));
  }

  /** The code of their language. */
  String language() {
    return locale.getLanguage();
  }

  /**
   * What the full stop after a word means.
   *
   * @param word without the full stop and what surrounds it
   * @param before the word before, in the same form; empty if there is none
   */
  Kind kind(String word, String before) {
    Kind pair = before.isEmpty() ? Kind.NONE : listed(before + " " + word);
    return pair == Kind.NONE ? listed(word) : pair;
  }

  private Kind listed(String word) {
    if (holds(never, word)) {
      return Kind.NEVER;
    }
    if (holds(number, word)) {
      return Kind.NUMBER;
    }
    if (holds(time, word)) {
      return Kind.TIME;
    }
    if (holds(may, word)) {
      return Kind.MAY;
    }
    return !known && icuKnows(word) ? Kind.NEVER : Kind.NONE;
  }

  private static boolean holds(Set<String> list, String word) {
    return list.contains(word) || list.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Whether ICU sees no end of a sentence where without its list it would. */
  private boolean icuKnows(String word) {
    BreakIterator ends =
        FilteredBreakIteratorBuilder.getInstance(locale)
            .wrapIteratorWithFilter(BreakIterator.getSentenceInstance(locale));
    String text = word + ". \u0410";
    ends.setText(text);
    ends.first();
    return ends.next() == text.length();
  }

  /** What is said for an abbreviation, in the form of {@link #kind}. */
  Optional<String> said(String word) {
    return Optional.ofNullable(said.get(word.toLowerCase(Locale.ROOT)));
  }

  /** Whether a word with a capital letter hardly stands but at a sentence's begin. */
  boolean startsSentence(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    int elided = lower.indexOf('\'');
    return starters.contains(lower)
        || (elided > 0 && starters.contains(lower.substring(0, elided + 1)));
  }

  /** Whether a word goes on after a time of day. */
  boolean isDate(String word) {
    return dates.contains(word.toLowerCase(Locale.ROOT));
  }
}
