package dev.makevideo.activities.speech;

import dev.makevideo.activities.subtitle.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes words of pieces: the text says how they are written, the pieces when they are spoken. Both
 * have the same letters, or nearly so; a word begins when its first letter does.
 */
final class HeardWords {
  /** Texts may differ in length by this factor where they are not the same letters. */
  private static final double ALIKE = 1.5;

  private static final int MAX_WORDS_PER_SECOND = 30;

  /** Times the longest that a word is drawn out. */
  private static final double FAR_TOO_LONG = 2;

  private HeardWords() {}

  /**
   * The words, in order and within the sound.
   *
   * @param pieces in order, each with times
   * @param text what they are parts of; if it is another text, the pieces stand for themselves
   * @throws TooManyWordsException if nobody could say so many
   */
  static List<Word> of(List<HeardPiece> pieces, String text, double seconds)
      throws TooManyWordsException {
    LetterTimes times = new LetterTimes(pieces);
    HeardText written = new HeardText(text);
    if (!times.fits(written.letters(), ALIKE)) {
      written = new HeardText(joined(pieces));
    }
    List<WordTimes.Text> texts = new ArrayList<>();
    List<double[]> spans = new ArrayList<>();
    List<WordTimes.Text> all = written.letters().isEmpty() ? List.of() : written.words();
    for (int i = 0; i < all.size(); i++) {
      int first = written.firstLetter(i);
      int last = written.firstLetter(i + 1) - 1;
      texts.add(all.get(i));
      spans.add(new double[] {times.start(first), times.end(last)});
    }
    SpeechLoops.remove(texts, spans);
    if (texts.size() > 10 + MAX_WORDS_PER_SECOND * seconds) {
      throw new TooManyWordsException(texts.size() + " words in " + seconds + " s");
    }
    return WordTimes.orderly(
        texts,
        spans.stream().mapToDouble(span -> span[0]).toArray(),
        ends(texts, spans, seconds),
        seconds);
  }

  /** A word that lasts too long is one that ends nobody knows where, as before a silence. */
  private static double[] ends(List<WordTimes.Text> texts, List<double[]> spans, double seconds) {
    double[] ends = new double[spans.size()];
    for (int i = 0; i < ends.length; i++) {
      double start = spans.get(i)[0];
      double longest = FAR_TOO_LONG * SpokenSegments.longest(texts.get(i).text());
      ends[i] = Math.min(Math.min(spans.get(i)[1], start + longest), seconds);
    }
    return ends;
  }

  /** More words than the sound has room for. */
  static final class TooManyWordsException extends Exception {
    private static final long serialVersionUID = 1L;

    TooManyWordsException(String message) {
      super(message);
    }
  }

  /**
   * With the spaces that the pieces have, if any has one; else with one wherever one is written.
   */
  private static String joined(List<HeardPiece> pieces) {
    boolean spaced = pieces.stream().skip(1).anyMatch(piece -> piece.text().startsWith(" "));
    StringBuilder text = new StringBuilder();
    String before = "";
    for (HeardPiece piece : pieces) {
      if (!spaced && !HeardText.areWrittenTogether(before, piece.text())) {
        text.append(' ');
      }
      text.append(piece.text());
      before = piece.text();
    }
    return text.toString();
  }

  /** When each letter is spoken, and which letter of a text that is. */
  private static final class LetterTimes {
    private final StringBuilder letters = new StringBuilder();
    private final List<double[]> spans = new ArrayList<>();
    private int head;
    private int tail;
    private double stretch = 1;

    LetterTimes(List<HeardPiece> pieces) {
      for (HeardPiece piece : pieces) {
        String own = HeardText.letters(piece.text());
        double step = (piece.end() - piece.start()) / Math.max(1, own.length());
        for (int i = 0; i < own.length(); i++) {
          double from = piece.start() + i * step;
          spans.add(new double[] {from, i == own.length() - 1 ? piece.end() : from + step});
        }
        letters.append(own);
      }
    }

    /** Whether the text can be these letters; if so, its letters are asked for from now on. */
    boolean fits(String text, double alike) {
      int shorter = Math.min(text.length(), letters.length());
      int longer = Math.max(text.length(), letters.length());
      if (shorter == 0 || longer > alike * shorter) {
        return false;
      }
      while (head < shorter && text.charAt(head) == letters.charAt(head)) {
        head++;
      }
      while (tail < shorter - head
          && text.charAt(text.length() - 1 - tail) == letters.charAt(letters.length() - 1 - tail)) {
        tail++;
      }
      int middle = text.length() - head - tail;
      stretch = middle == 0 ? 1 : (double) (letters.length() - head - tail) / middle;
      lengthOfText = text.length();
      return true;
    }

    private int lengthOfText = -1;

    double start(int letter) {
      return spans.get(own(letter))[0];
    }

    double end(int letter) {
      return spans.get(own(letter))[1];
    }

    /** The beginning and the end are the same letters; what differs between them is stretched. */
    private int own(int letter) {
      int found = letter;
      if (lengthOfText >= 0 && letter >= lengthOfText - tail) {
        found = letter - lengthOfText + letters.length();
      } else if (lengthOfText >= 0 && letter > head) {
        found = head + (int) ((letter - head) * stretch);
      }
      return Math.max(0, Math.min(found, spans.size() - 1));
    }
  }
}
