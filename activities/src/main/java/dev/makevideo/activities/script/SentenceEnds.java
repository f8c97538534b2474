package dev.makevideo.activities.script;

import dev.makevideo.activities.script.Abbreviations.Kind;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the words that end a sentence.
 *
 * <p>A word does if a sign of an end follows it ({@code . ! ? … 。 ؟ ।} and the like, perhaps with
 * closing quotes or brackets), except: before a small letter, unless the text knows no capital ones
 * ({@code « Bonjour ! » dit-il}); after an abbreviation, unless the next word only begins sentences
 * ({@code the U.S. It grew}); after an initial ({@code J. R. R. Tolkien}), an ordinal ({@code am 3.
 * Oktober}) or the number of a list's item. Stateless.
 */
public final class SentenceEnds {
  private static final Pattern INITIALS = Pattern.compile("\\p{L}(?:\\.-?\\p{L})*");

  /** "A." is no article, and the Russian "С." no preposition. */
  private static final Pattern INITIAL_FIRST = Pattern.compile("\\P{L}*\\p{Lu}\\..*");

  private static final Pattern ORDINAL = Pattern.compile("\\d{1,3}|[IVXL]{2,6}");
  private static final Pattern LIST_NUMBER = Pattern.compile("\\d{1,3}");
  private static final Pattern NUMBER = Pattern.compile("\\d.*|[IVXLC]{2,}");

  /** Where "3." is "third". */
  private static final Set<String> ORDINALS_WITH_STOP =
      Set.of("de", "da", "nb", "no", "nn", "fi", "cs", "sk", "pl", "hu", "hr", "sl", "et", "lv");

  /** After a closed quote, what was said goes on with who said it. */
  private static final Pattern QUOTATIVE = Pattern.compile("(?:と|って).*");

  private final List<String> words;
  private final boolean[] attached;
  private final Abbreviations abbreviations;
  private final String language;
  private final boolean capitals;

  private SentenceEnds(List<String> words, boolean[] attached, Abbreviations abbreviations) {
    this.words = words;
    this.attached = attached;
    this.abbreviations = abbreviations;
    this.language = abbreviations.language();
    this.capitals = words.stream().anyMatch(word -> startsHigh(Signs.core(word)));
  }

  /**
   * For each word, whether it ends a sentence. The last one always does.
   *
   * @param words with their signs; a word of signs only belongs to the one before, or to the one
   *     after if it opens something
   * @param attached whether a word is written right after the one before
   * @param language a code like {@code de}; may be empty or {@code auto}
   * @throws IllegalArgumentException if there are not as many flags as words
   */
  public static boolean[] sentenceEnds(List<String> words, boolean[] attached, String language) {
    if (words.size() != attached.length) {
      throw new IllegalArgumentException(
          "attached has " + attached.length + " flags for " + words.size() + " words");
    }
    return sentenceEnds(words, attached, Abbreviations.of(language));
  }

  /** The same for one who asks often. */
  static boolean[] sentenceEnds(
      List<String> words, boolean[] attached, Abbreviations abbreviations) {
    return new SentenceEnds(words, attached, abbreviations).find();
  }

  private boolean[] find() {
    boolean[] ends = new boolean[words.size()];
    boolean begins = true;
    String before = "";
    for (int i = 0; i < ends.length; ) {
      StringBuilder text = new StringBuilder(words.get(i));
      int next = i + 1;
      while (next < ends.length && !Signs.isSaid(words.get(next)) && !opens(next)) {
        text.append(words.get(next++));
      }
      int said = next;
      while (said < ends.length && !Signs.isSaid(words.get(said))) {
        said++;
      }
      String word = text.toString();
      if (Signs.isSaid(word)) {
        ends[next - 1] =
            said >= ends.length || ends(word, before, words.get(said), attached[said], begins);
        begins = ends[next - 1];
        before = Signs.core(word);
      }
      i = next;
    }
    if (ends.length > 0) {
      ends[ends.length - 1] = true;
    }
    return ends;
  }

  private boolean opens(int index) {
    return Signs.opens(words.get(index)) && index + 1 < words.size();
  }

  private boolean ends(String word, String before, String next, boolean touches, boolean begins) {
    int end = endSign(word);
    if (end < 0) {
      return false;
    }
    String following = Signs.core(next);
    boolean stop = word.codePointAt(end) == '.';
    if (touches) {
      boolean goesOn =
          startsLow(following)
              || (end + 1 < word.length() && QUOTATIVE.matcher(following).matches());
      return !stop && !goesOn;
    }
    boolean dots = end > 0 && word.charAt(end - 1) == '.';
    if (stop && !dots) {
      String core = Signs.core(word.substring(0, end));
      return endsAtStop(core, before, next, begins);
    }
    return !startsLow(following);
  }

  private boolean endsAtStop(String text, String before, String after, boolean begins) {
    String next = Signs.core(after);
    int bound = lastSpace(text);
    String core = text.substring(bound + 1);
    String previous = bound < 0 ? before : Signs.core(text.substring(0, bound));
    Kind kind = abbreviations.kind(core, previous + ".");
    boolean number = NUMBER.matcher(next).matches();
    if (kind == Kind.NEVER || (kind == Kind.NUMBER && number)) {
      return false;
    }
    if (begins && LIST_NUMBER.matcher(core).matches()) {
      return false;
    }
    if (kind == Kind.TIME) {
      return startsHigh(next) && !abbreviations.isDate(next);
    }
    if (kind == Kind.MAY || isInitial(core, previous) || isOrdinal(core)) {
      return startsHigh(next)
          && abbreviations.startsSentence(next)
          && !INITIAL_FIRST.matcher(after).matches();
    }
    return !startsLow(next);
  }

  /** One letter, or several with stops between; but "I" is a word, unless in "H. I. Jones". */
  private boolean isInitial(String core, String previous) {
    int first = core.isEmpty() ? 0 : core.codePointAt(0);
    boolean second = startsHigh(previous) && INITIALS.matcher(previous).matches();
    boolean word = core.equals("I") && !second && !ORDINALS_WITH_STOP.contains(language);
    return (Character.isUpperCase(first) || Character.isLowerCase(first))
        && INITIALS.matcher(core).matches()
        && !word;
  }

  private boolean isOrdinal(String core) {
    return ORDINALS_WITH_STOP.contains(language) && ORDINAL.matcher(core).matches();
  }

  /** Where the last sign of an end is, if only closing signs come after it; else -1. */
  private int endSign(String word) {
    for (int i = word.length(); i > 0; ) {
      int c = word.codePointBefore(i);
      i -= Character.charCount(c);
      // The Greek question mark looks like a semicolon, and mostly is one.
      if (Signs.isEnd(c) || c == '\u037E' || (c == ';' && language.equals("el"))) {
        return i;
      }
      if (!Signs.isTransparent(c)) {
        return -1;
      }
    }
    return -1;
  }

  private boolean startsLow(String word) {
    return capitals
        && !word.isEmpty()
        && Character.isLowerCase(word.codePointAt(0))
        && word.codePoints().noneMatch(Character::isUpperCase);
  }

  /** A space that binds stands within a word. */
  private static int lastSpace(String text) {
    for (int i = text.length() - 1; i >= 0; i--) {
      if (Signs.isSpace(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsHigh(String word) {
    return !word.isEmpty() && Character.isUpperCase(word.codePointAt(0));
  }
}
