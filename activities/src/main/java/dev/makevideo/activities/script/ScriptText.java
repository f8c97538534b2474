package dev.makevideo.activities.script;

import dev.makevideo.activities.script.ScriptWord.Break;
import dev.makevideo.activities.script.WordSplitter.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes words of a script's text: each with its weight and with what follows it. Takes the text in
 * parts, such as the cues of a subtitle file; a sentence may go on from one part to the next, but
 * not from a paragraph to the next. Stateless to its callers.
 */
public final class ScriptText {
  private static final Pattern PARAGRAPH = Pattern.compile("\\R[\\s\\p{Z}]*\\R");
  private static final String PHRASE_ENDS = ",;:、，；：،؛?!…";

  private final String language;
  private final List<ScriptWord> words = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private final List<Integer> paragraphs = new ArrayList<>();
  private final Abbreviations abbreviations;
  private final SpokenWeight weights;

  /** Of the paragraph at hand. */
  private WordSplitter splitter;

  private ScriptText(String language) {
    this.language = language;
    this.abbreviations = Abbreviations.of(language);
    this.weights = new SpokenWeight(abbreviations);
    this.splitter = new WordSplitter(language);
  }

  /**
   * What was made of all parts.
   *
   * @param words in order
   * @param firsts for each part, the index of its first word
   * @param paragraphs the index of the first word of each that has one
   */
  record Laid(List<ScriptWord> words, List<Integer> firsts, List<Integer> paragraphs) {}

  /**
   * The words of a plain text.
   *
   * @param language a code like {@code de}; may be empty or {@code auto}
   */
  public static List<ScriptWord> words(String text, String language) {
    return words(List.of(text), language).words();
  }

  static Laid words(List<String> parts, String language) {
    ScriptText text = new ScriptText(language);
    for (String part : parts) {
      text.firsts.add(text.words.size() + text.splitter.words().size());
      text.add(part);
    }
    text.endParagraph();
    return new Laid(text.words, text.firsts, text.paragraphs);
  }

  private void add(String part) {
    String[] paragraphs = PARAGRAPH.split(part, -1);
    for (int i = 0; i < paragraphs.length; i++) {
      if (i > 0) {
        endParagraph();
      }
      splitter.add(paragraphs[i]);
    }
  }

  private void endParagraph() {
    splitter.endParagraph();
    List<Piece> pieces = splitter.words();
    if (!pieces.isEmpty()) {
      paragraphs.add(words.size());
    }
    boolean[] attached = new boolean[pieces.size()];
    for (int i = 0; i < attached.length; i++) {
      attached[i] = pieces.get(i).attached();
    }
    List<String> texts = pieces.stream().map(Piece::text).toList();
    boolean[] ends = SentenceEnds.sentenceEnds(texts, attached, abbreviations);
    for (int i = 0; i < attached.length; i++) {
      Piece next = pieces.get(Math.min(i + 1, attached.length - 1));
      Break after = ends[i] ? Break.SENTENCE : breakBetween(texts.get(i), next);
      double drawn = after == Break.NONE ? 0 : SpokenWeight.FINAL;
      double weight = weights.of(texts.get(i), attached[i]) + drawn;
      words.add(new ScriptWord(texts.get(i), weight, after, attached[i]));
    }
    splitter = new WordSplitter(language);
  }

  /** Looks at the signs that end a word, at a dash before the next, and at Thai spaces. */
  private static Break breakBetween(String word, Piece next) {
    int last = 0;
    for (int i = word.length(); i > 0; ) {
      int c = word.codePointBefore(i);
      if (Character.isLetterOrDigit(c)) {
        last = c;
        break;
      }
      if (PHRASE_ENDS.indexOf(c) >= 0 || (Signs.isDash(c) && c != '-')) {
        return Break.PHRASE;
      }
      i -= Character.charCount(c);
    }
    boolean dash = !next.attached() && Signs.isDash(next.text().codePointAt(0));
    boolean clause =
        !next.attached()
            && Languages.isSpacedByClause(last)
            && Languages.isSpacedByClause(next.text().codePointAt(0));
    return (dash && next.text().length() > 1 && Signs.isSpace(next.text().charAt(1))) || clause
        ? Break.PHRASE
        : Break.NONE;
  }
}
