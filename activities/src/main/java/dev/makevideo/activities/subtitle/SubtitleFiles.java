package dev.makevideo.activities.subtitle;

import java.util.List;
import java.util.Locale;

/** Writes cues as SubRip and as WebVTT, in logical order; see {@link Direction}. */
final class SubtitleFiles {
  private static final int LINE_CHARS = 42;

  /** Has no width; keeps what follows from being read as markup. */
  private static final String WORD_JOINER = "\u2060";

  /** A cue has two lines; more only if a single word needs them. */
  private static final int LINES = 2;

  private static final int MOST_LINES = 8;

  private SubtitleFiles() {}

  /** SubRip has no escapes: what players take for markup is broken up invisibly. */
  static String srt(List<Cue> cues, String language) {
    Direction direction = new Direction(language, cues);
    StringBuilder out = new StringBuilder();
    int number = 1;
    for (Cue cue : cues) {
      out.append(number++).append('\n');
      out.append(time(cue.start(), ',')).append(" --> ").append(time(cue.end(), ',')).append('\n');
      for (String line : lines(cue, language)) {
        out.append(direction.mark(cue))
            .append(
                line.replace("-->", "--" + WORD_JOINER + ">")
                    .replace("<", "<" + WORD_JOINER)
                    .replace("{", "{" + WORD_JOINER))
            .append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  /** See W3C WebVTT, "cue text": the three characters of markup are escaped. */
  static String vtt(List<Cue> cues, String language) {
    Direction direction = new Direction(language, cues);
    StringBuilder out = new StringBuilder("WEBVTT\n\n");
    for (Cue cue : cues) {
      out.append(time(cue.start(), '.')).append(" --> ").append(time(cue.end(), '.')).append('\n');
      for (String line : lines(cue, language)) {
        out.append(direction.mark(cue))
            .append(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
            .append('\n');
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static List<String> lines(Cue cue, String language) {
    List<Word> words = cue.words();
    boolean[] ends = BreakPrices.sentenceEnds(words, language);
    double[] prices = BreakPrices.of(words, ends, new WordPieces(language), language);
    List<TextLines.Piece> pieces =
        BreakPrices.pieces(words, prices, Columns::of, 1, LINE_CHARS).stream()
            .flatMap(List::stream)
            .toList();
    TextLines.Lines lines = TextLines.of(pieces, LINE_CHARS, LINES);
    return (lines.widest() <= LINE_CHARS ? lines : TextLines.of(pieces, LINE_CHARS, MOST_LINES))
        .texts();
  }

  private static String time(double seconds, char point) {
    long millis = Math.round(seconds * 1000);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        point,
        millis % 1000);
  }
}
