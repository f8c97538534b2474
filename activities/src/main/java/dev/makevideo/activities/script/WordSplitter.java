package dev.makevideo.activities.script;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits text into words with their signs.
 *
 * <p>Words end at spaces; U+00A0, U+202F and U+2060 bind, unless a text has them for every space.
 * Scripts without spaces are split by ICU's dictionaries, and a word ends after a dash that joins
 * two ({@code rivers—which}): what follows is attached. A sign that stands alone belongs to the
 * word after it if it opens something or is a dash, otherwise to the word before; a space between
 * becomes one that does not break. Not thread-safe.
 */
final class WordSplitter {
  /** In UTF-16 units; what is longer is cut into words: a caption could not show it. */
  private static final int LONGEST_WORD = 100;

  /** A unit of more words is a text whose spaces are all of the binding kind. */
  private static final int MOST_BOUND = 4;

  /** In UTF-16 units; more signs than these before one word are no punctuation. */
  private static final int MOST_SIGNS = 20;

  private static final String BOUND = "\u00A0";
  private static final Pattern SPACE =
      Pattern.compile("[[\\s\\p{Z}\\p{Cc}]&&[^\\u00A0\\u202F\\u2007]]+");
  private static final Pattern BINDING = Pattern.compile("[\\u00A0\\u202F\\u2007]+");

  /** Before which a word can be attached to the one before. */
  private static final Pattern JOINT =
      Pattern.compile("\\u200B+|(?<=\\p{L}[\\p{M}'’”\"]{0,2}(?:—|--))(?=[\\p{L}\\p{N}])");

  private final BreakIterator dictionary;
  private final BreakIterator letters;
  private final List<Piece> words = new ArrayList<>();

  /** Signs that wait for their word. */
  private String opening = "";

  private boolean openingAttached;
  private boolean begins = true;
  private int quotes;

  /** Low quotes that are not closed yet. */
  private int lowQuotes;

  WordSplitter(String language) {
    this.dictionary = BreakIterator.getWordInstance(Languages.locale(language));
    this.letters = BreakIterator.getCharacterInstance(Languages.locale(language));
  }

  /** A word, and whether it is written right after the one before. */
  record Piece(String text, boolean attached) {}

  /** Adds the words of a paragraph, or of a part of one. */
  void add(String text) {
    for (String token : SPACE.split(text)) {
      String[] bound = BINDING.split(token);
      if (bound.length > MOST_BOUND) {
        for (String part : bound) {
          addToken(part);
        }
      } else {
        addToken(token.replaceAll("^[\\u00A0\\u202F\\u2007]+|[\\u00A0\\u202F\\u2007]+$", ""));
      }
    }
  }

  /** Ends a paragraph: a sign that stands alone cannot belong to a word of another one. */
  void endParagraph() {
    if (!opening.isEmpty() && !words.isEmpty() && !begins) {
      append(opening, openingAttached);
    }
    opening = "";
    begins = true;
    quotes = 0;
    lowQuotes = 0;
  }

  /** The words so far. */
  List<Piece> words() {
    return words;
  }

  private void addToken(String token) {
    boolean attached = false;
    for (String joint : JOINT.split(token)) {
      for (int from = 0; from < joint.length(); ) {
        int to = runEnd(joint, from);
        String run = joint.substring(from, to);
        if (Languages.isSpaceless(run.codePointAt(0))) {
          addBySense(run, attached);
        } else {
          addPiece(run, attached);
        }
        attached = true;
        from = to;
      }
    }
  }

  /** The end of what is of a script without spaces, or is not; marks stay with their letter. */
  private static int runEnd(String text, int from) {
    boolean spaceless = Languages.isSpaceless(text.codePointAt(from));
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean mark = Character.getType(c) == Character.NON_SPACING_MARK;
      boolean bare = spaceless && !Character.isLetterOrDigit(c) && !Signs.isSpace(c) && c > 0x2000;
      if (Languages.isSpaceless(c) != spaceless && !mark && !bare) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private void addBySense(String run, boolean attachedAtFirst) {
    boolean attached = attachedAtFirst;
    dictionary.setText(run);
    int from = dictionary.first();
    for (int to = dictionary.next(); to != BreakIterator.DONE; to = dictionary.next()) {
      addPiece(run.substring(from, to), attached);
      attached = true;
      from = to;
    }
  }

  private void addPiece(String piece, boolean attached) {
    if (piece.isEmpty()) {
      return;
    }
    if (Signs.isSaid(piece)) {
      addWord(piece, attached);
    } else if (isOpening(piece) || begins) {
      open(piece, attached);
    } else {
      if (!opening.isEmpty()) {
        // Signs that wait stand before this one, and stay there.
        append(opening, openingAttached);
        opening = "";
      }
      append(piece, attached);
    }
    quotes += count(piece, '"');
    lowQuotes = Math.max(0, lowQuotes + count(piece, '\u201E') - count(piece, '\u201C'));
  }

  private void open(String signs, boolean attached) {
    if (opening.isEmpty() && signs.length() <= MOST_SIGNS) {
      opening = signs;
      openingAttached = attached;
    } else if (!opening.isEmpty() && opening.length() + signs.length() <= MOST_SIGNS) {
      opening += attached ? signs : BOUND + signs;
    }
  }

  private void addWord(String piece, boolean attachedAtFirst) {
    String text = piece;
    boolean attached = attachedAtFirst;
    if (!opening.isEmpty()) {
      text = opening + (attached ? "" : BOUND) + text;
      attached = openingAttached;
      opening = "";
    }
    // A sign at the front that closes belongs to the word before: ",YouTube" after "看".
    int front = attached && !words.isEmpty() ? closingFront(text) : 0;
    if (front > 0) {
      append(text.substring(0, front), true);
      text = text.substring(front);
    }
    for (int from = 0; from < text.length(); ) {
      int to = cut(text, from);
      String part = text.substring(from, to);
      if (Signs.isSaid(part)) {
        words.add(new Piece(part, from > 0 || (attached && !words.isEmpty())));
      }
      from = to;
    }
    begins = false;
  }

  private static int count(String text, char sign) {
    return (int) text.chars().filter(c -> c == sign).count();
  }

  private static int closingFront(String text) {
    int i = 0;
    while (i < text.length() && ",;:!?.)]}»".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    boolean decimal = i == 1 && Character.isDigit(text.codePointAt(i));
    return decimal ? 0 : i;
  }

  private int cut(String text, int from) {
    if (text.length() - from <= LONGEST_WORD) {
      return text.length();
    }
    letters.setText(text);
    int end = letters.preceding(from + LONGEST_WORD + 1);
    return end > from ? end : from + LONGEST_WORD;
  }

  private void append(String signs, boolean attached) {
    Piece last = words.get(words.size() - 1);
    if (last.text().length() + signs.length() <= LONGEST_WORD + 2) {
      String text = last.text() + (attached ? "" : BOUND) + signs;
      words.set(words.size() - 1, new Piece(text, last.attached()));
    }
  }

  private boolean isOpening(String signs) {
    // German closes with the sign that English opens with.
    boolean closes = signs.equals("\u201C") && lowQuotes > 0;
    boolean straight = signs.equals("\"") && quotes % 2 == 0;
    boolean currency =
        signs.codePoints().allMatch(c -> Character.getType(c) == Character.CURRENCY_SYMBOL)
            && !Character.isDigit(lastLetter());
    return !closes && (straight || currency || Signs.opens(signs));
  }

  private int lastLetter() {
    String core = words.isEmpty() ? "" : Signs.core(words.get(words.size() - 1).text());
    return core.isEmpty() ? 0 : core.codePointBefore(core.length());
  }
}
