package dev.makevideo.activities.script;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.FilteredBreakIteratorBuilder;
import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The abbreviations of a language, and the words that begin its sentences. Read from {@code
 * abbreviations.properties}; for a language that it lacks, what ICU knows. Immutable.
 */
final class Abbreviations {
  private static final String RESOURCE = "abbreviations.properties";
  private static final String DEFAULT_LANGUAGE = "en";

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
  private final ULocale locale;
  private final boolean known;

  private Abbreviations(Properties lists, String language) {
    this.known = lists.containsKey(language + ".never");
    this.never = list(lists, language, "never");
    this.number = list(lists, language, "number");
    this.may = list(lists, language, "may");
    this.time = list(lists, language, "time");
    this.starters = list(lists, language, "starters");
    this.dates = list(lists, language, "dates");
    this.locale = new ULocale(language);
  }

  /**
   * The language's.
   *
   * @param language a code like {@code de} or {@code pt-BR}; English if it is empty or {@code auto}
   */
  static Abbreviations of(String language) {
    String code = language.toLowerCase(Locale.ROOT).split("[-_]", 2)[0];
    boolean unknown = code.isEmpty() || code.equals("auto") || code.equals("und");
    return new Abbreviations(read(), unknown ? DEFAULT_LANGUAGE : code);
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

  private static Set<String> list(Properties lists, String language, String kind) {
    return Arrays.stream(lists.getProperty(language + "." + kind, "").split(" +"))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.replace('_', ' '))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Properties read() {
    Properties lists = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Abbreviations.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      lists.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lists;
  }
}
