package dev.makevideo.activities.speech;

import dev.makevideo.activities.speech.ScriptWord.Break;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Splits a script into words and guesses how long each takes to say. */
final class ScriptText {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
  private static final Pattern PARAGRAPH = Pattern.compile("\\R[\\s\\p{Z}]*\\R");
  private static final String SENTENCE_ENDS = ".!?…。！？؟।";
  private static final String PHRASE_ENDS = ",;:–—、，；：،؛";

  /** What starting a word costs, in letters. */
  private static final double ONSET = 1.3;

  /** The last word before a pause is drawn out, in letters. */
  private static final double FINAL = 2.5;

  /** A digit is said as a word. */
  private static final double DIGIT = 4;

  /** An ideograph is a syllable of its own. */
  private static final double IDEOGRAPH = 3;

  /** In UTF-16 units; what is longer is cut into words: a caption could not show it. */
  private static final int LONGEST_WORD = 100;

  private static final double VOWEL = 1.25;
  private static final String VOWELS = "aeiouyäöüáéíóúàèìòùâêîôûаеёиоуыэюяαεηιουω";

  private ScriptText() {}

  /** The words, in order; punctuation that stands alone belongs to the word before. */
  static List<ScriptWord> words(String script) {
    List<ScriptWord> words = new ArrayList<>();
    for (String paragraph : PARAGRAPH.split(script, -1)) {
      for (String token : SPACE.split(paragraph)) {
        for (int from = 0; from < token.length(); ) {
          int to = pieceEnd(token, from);
          add(words, token.substring(from, to));
          from = to;
        }
      }
      if (!words.isEmpty()) {
        ScriptWord last = words.remove(words.size() - 1);
        words.add(new ScriptWord(last.text(), last.weight(), Break.SENTENCE));
      }
    }
    return words;
  }

  /** A word that was heard. */
  static ScriptWord word(String text, boolean attached) {
    Break after = breakAfter(text);
    double drawn = after == Break.NONE ? 0 : FINAL;
    return new ScriptWord(text, weight(text) + drawn, after, attached);
  }

  private static int pieceEnd(String token, int from) {
    int end = Math.min(token.length(), from + LONGEST_WORD);
    boolean split =
        end < token.length()
            && Character.isHighSurrogate(token.charAt(end - 1))
            && Character.isLowSurrogate(token.charAt(end));
    return split ? end - 1 : end;
  }

  private static void add(List<ScriptWord> words, String token) {
    if (token.isEmpty()) {
      return;
    }
    if (token.codePoints().anyMatch(Character::isLetterOrDigit)) {
      Break after = breakAfter(token);
      double drawn = after == Break.NONE ? 0 : FINAL;
      words.add(new ScriptWord(token, weight(token) + drawn, after));
    } else if (!words.isEmpty() && words.get(words.size() - 1).text().length() <= LONGEST_WORD) {
      ScriptWord last = words.remove(words.size() - 1);
      Break after = breakAfter(token) == Break.SENTENCE ? Break.SENTENCE : Break.PHRASE;
      String text = last.text() + " " + token;
      words.add(new ScriptWord(text, last.weight(), after));
    }
  }

  private static double weight(String token) {
    return ONSET + token.codePoints().mapToDouble(ScriptText::letter).sum();
  }

  private static double letter(int c) {
    if (Character.isDigit(c)) {
      return DIGIT;
    }
    if (Character.isIdeographic(c)) {
      return IDEOGRAPH;
    }
    if (!Character.isLetter(c)) {
      return 0;
    }
    return VOWELS.indexOf(Character.toLowerCase(c)) >= 0 ? VOWEL : 1;
  }

  /** Looks at what ends the word, through closing quotes and brackets. */
  private static Break breakAfter(String token) {
    Break found = Break.NONE;
    for (int i = token.length() - 1; i >= 0 && !Character.isLetterOrDigit(token.charAt(i)); i--) {
      if (SENTENCE_ENDS.indexOf(token.charAt(i)) >= 0) {
        return Break.SENTENCE;
      }
      if (PHRASE_ENDS.indexOf(token.charAt(i)) >= 0) {
        found = Break.PHRASE;
      }
    }
    return found;
  }
}
