package dev.makevideo.activities.transcription;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.makevideo.activities.script.Openings;
import java.io.ByteArrayOutputStream;
import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes words of tokens: where the text has spaces or, in languages without them, where a
 * dictionary has words. A word is heard when the token with its first letter is. Stateless.
 */
final class HeardWords {
  /** Written without spaces too, but to the dictionary their words are of letters like others. */
  private static final Set<UnicodeScript> DICTIONARY =
      EnumSet.of(UnicodeScript.THAI, UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR);

  private HeardWords() {}

  /**
   * A word as the model heard it.
   *
   * @param text with its punctuation
   * @param attached whether no space stands before it
   * @param start in seconds from the window's start
   * @param end when the next begins
   * @param logProbability mean over its tokens
   */
  record HeardWord(String text, boolean attached, double start, double end, double logProbability) {
    /** The same word, some seconds later. */
    HeardWord later(double by) {
      return new HeardWord(text, attached, start + by, end + by, logProbability);
    }
  }

  /**
   * The words of a text.
   *
   * @param times of the tokens
   * @param language ISO 639 code, for the dictionary
   */
  static List<HeardWord> of(
      Vocabulary vocabulary, List<Integer> tokens, TokenTimes.Times times, String language) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<Integer> tokenOfByte = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      byte[] piece = vocabulary.bytes(tokens.get(i));
      bytes.writeBytes(piece);
      tokenOfByte.addAll(Collections.nCopies(piece.length, i));
    }
    String text = withoutBroken(bytes.toByteArray(), tokenOfByte);
    List<HeardWord> words = new ArrayList<>();
    for (int[] range : ranges(text, language)) {
      String word = text.substring(range[0], range[1]);
      int at = text.substring(0, range[0]).getBytes(StandardCharsets.UTF_8).length;
      int until = at + word.getBytes(StandardCharsets.UTF_8).length;
      int first = tokenOfByte.get(Math.min(at, tokenOfByte.size() - 1));
      int last = tokenOfByte.get(Math.min(until, tokenOfByte.size()) - 1);
      double sum = 0;
      for (int i = first; i <= last; i++) {
        sum += times.logProbabilities()[i];
      }
      boolean attached = range[0] > 0 && !Character.isWhitespace(text.charAt(range[0] - 1));
      words.add(
          new HeardWord(
              word,
              attached,
              times.starts()[first],
              Math.max(times.starts()[first], times.starts()[last + 1]),
              sum / (last - first + 1)));
    }
    return words;
  }

  /**
   * The text without bytes that are no letter, which the model writes now and then.
   *
   * @param tokenOfByte loses what is left out, so that the times of what follows stay right
   */
  private static String withoutBroken(byte[] bytes, List<Integer> tokenOfByte) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    int left = 0;
    CoderResult result = decoder.decode(in, out, true);
    while (result.isMalformed()) {
      int at = in.position() - left;
      tokenOfByte.subList(at, at + result.length()).clear();
      left += result.length();
      in.position(in.position() + result.length());
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /** Where words lie in the text, without the spaces between them. */
  private static List<int[]> ranges(String text, String language) {
    BreakIterator breaks = BreakIterator.getWordInstance(ULocale.forLanguageTag(language));
    breaks.setText(text);
    Openings openings = Openings.of(text);
    List<int[]> ranges = new ArrayList<>();
    boolean glued = false;
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      String piece = text.substring(from, to);
      if (piece.isBlank()) {
        continue;
      }
      boolean spaceless =
          breaks.getRuleStatus() >= BreakIterator.WORD_KANA
              || DICTIONARY.contains(UnicodeScript.of(piece.codePointAt(0)));
      boolean after = from > 0 && !Character.isWhitespace(text.charAt(from - 1));
      boolean letters = piece.codePoints().anyMatch(Character::isLetterOrDigit);
      boolean begins = openings.beginsWord(from) || (letters && spaceless);
      boolean joins = !ranges.isEmpty() && (glued || (after && !begins));
      if (joins) {
        ranges.get(ranges.size() - 1)[1] = to;
      } else {
        ranges.add(new int[] {from, to});
      }
      glued = !letters && openings.at(from);
    }
    return ranges;
  }
}
