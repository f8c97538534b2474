package dev.makevideo.activities.speech;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.BreakIterator;
import dev.makevideo.activities.script.Openings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A text cut into words as captions show them: at spaces, and within Chinese, Japanese, Thai and
 * others that write none, where a dictionary says so. Every letter knows its word.
 */
final class HeardText {
  private static final int MAX_WORD = 200;

  /** More signs before a word open nothing. */
  private static final int MAX_SIGNS = 3;

  private final List<WordTimes.Text> words = new ArrayList<>();
  private final List<Integer> firstLetters = new ArrayList<>();
  private final StringBuilder letters = new StringBuilder();

  /** Opening signs that wait for their word, with the space after them. */
  private String waiting = "";

  private boolean waitingAttached;

  HeardText(String text) {
    String stripped = text.strip();
    Openings openings = Openings.of(stripped);
    BitSet cuts = cuts(stripped, openings);
    int from = 0;
    boolean spaced = true;
    while (from < stripped.length()) {
      int to = cuts.nextSetBit(from + 1);
      to = to < 0 ? stripped.length() : to;
      String token = stripped.substring(from, to);
      if (to < stripped.length() && areOpening(openings, token, from)) {
        waitingAttached = waiting.isEmpty() ? !spaced : waitingAttached;
        waiting += token.strip() + (isSpace(stripped.charAt(to - 1)) ? " " : "");
      } else {
        add(waiting + token, waiting.isEmpty() ? !spaced : waitingAttached);
        waiting = "";
      }
      spaced = isSpace(stripped.charAt(to - 1));
      from = to;
    }
  }

  private static boolean areOpening(Openings openings, String token, int from) {
    String signs = token.strip();
    return !signs.isEmpty()
        && signs.length() <= MAX_SIGNS
        && IntStream.range(0, signs.length()).allMatch(i -> openings.at(from + i));
  }

  /** The words, with their punctuation. */
  List<WordTimes.Text> words() {
    return words;
  }

  /** All letters and digits of the text in lower case. */
  String letters() {
    return letters.toString();
  }

  /** Where a word's letters begin in {@link #letters}; for the number of words, where all end. */
  int firstLetter(int word) {
    return word == words.size() ? letters.length() : firstLetters.get(word);
  }

  /** The letters and digits of a text in lower case: what two spellings have in common. */
  static String letters(String text) {
    StringBuilder found = new StringBuilder();
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .forEach(found::appendCodePoint);
    return found.toString();
  }

  /** Whether two pieces that are written side by side have no space between them. */
  static boolean areWrittenTogether(String before, String after) {
    String left = before.strip();
    String right = after.strip();
    return !left.isEmpty()
        && !right.isEmpty()
        && isSpaceless(left.codePointBefore(left.length()))
        && isSpaceless(right.codePointAt(0));
  }

  private void add(String token, boolean attached) {
    String word = token.strip();
    String own = letters(word);
    int last = words.size() - 1;
    if (!own.isEmpty()) {
      boolean joins = last == 0 && letters.isEmpty();
      String text = joins ? words.remove(0).text() + (attached ? "" : " ") + word : word;
      if (joins) {
        firstLetters.remove(0);
      }
      words.add(new WordTimes.Text(cut(text), attached && !words.isEmpty()));
      firstLetters.add(letters.length());
      letters.append(own);
    } else if (!word.isEmpty() && last >= 0) {
      // Punctuation that stands alone belongs to the word before; at the beginning, to the next.
      WordTimes.Text before = words.remove(last);
      String text = before.text() + (attached ? "" : " ") + word;
      words.add(new WordTimes.Text(cut(text), before.attached()));
    } else if (!word.isEmpty()) {
      words.add(new WordTimes.Text(cut(word), false));
      firstLetters.add(0);
    }
  }

  private static String cut(String word) {
    return word.length() <= MAX_WORD
        ? word
        : word.substring(0, word.offsetByCodePoints(0, word.codePointCount(0, MAX_WORD) - 1));
  }

  /** Where a word begins. */
  private static BitSet cuts(String text, Openings openings) {
    BitSet cuts = new BitSet(text.length());
    for (int i = 1; i < text.length(); i++) {
      cuts.set(i, isSpace(text.charAt(i - 1)) && !isSpace(text.charAt(i)));
    }
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(text);
    for (int at = words.next(); at != BreakIterator.DONE; at = words.next()) {
      if (at < text.length() && beginsSpaceless(text, openings, at)) {
        cuts.set(at);
      }
    }
    return cuts;
  }

  private static boolean beginsSpaceless(String text, Openings openings, int at) {
    int next = text.codePointAt(at);
    int before = text.codePointBefore(at);
    if (openings.at(at - Character.charCount(before)) || isSpace(text.charAt(at - 1))) {
      return false;
    }
    return openings.beginsWord(at)
        || (Character.isLetterOrDigit(next) && (isSpaceless(next) || isSpaceless(before)));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Scripts without spaces, and the marks of their own. */
  private static boolean isSpaceless(int c) {
    if (UCharacter.hasBinaryProperty(c, UProperty.IDEOGRAPHIC)) {
      return true;
    }
    return switch (UScript.getScript(c)) {
      case UScript.HIRAGANA,
          UScript.KATAKANA,
          UScript.THAI,
          UScript.LAO,
          UScript.KHMER,
          UScript.MYANMAR ->
          true;
      default -> isFullWidthMark(c);
    };
  }

  private static boolean isFullWidthMark(int c) {
    return (c >= 0x3000 && c <= 0x303F)
        || c == 0x30FC
        || (c >= 0xFF00 && c <= 0xFF20)
        || (c >= 0xFF5B && c <= 0xFF65);
  }
}
