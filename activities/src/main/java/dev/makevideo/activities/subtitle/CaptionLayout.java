package dev.makevideo.activities.subtitle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Lays a cue out in the picture, in lines that are measured with the fonts themselves: at full size
 * if it fits into two lines, else smaller, else with its long words cut, else page by page, so that
 * nothing is ever outside the picture or too small to be read.
 */
final class CaptionLayout {
  private static final int LINES = 2;
  private static final int MOST_LINES = 40;

  /** A whole word in smaller letters is read more easily than one in two lines. */
  private static final int SMALLEST_WHOLE = 70;

  /** The smallest that letters become, in percent of their style's size. */
  private static final int SMALLEST = 60;

  private static final int STEP = 10;

  private final FontRuns runs;
  private final CaptionLook look;
  private final double available;
  private final String language;

  /**
   * @param available width for the text in script pixels
   */
  CaptionLayout(FontSet fonts, CaptionLook look, double available, String language) {
    this.runs = new FontRuns(fonts);
    this.look = look;
    this.available = available;
    this.language = language;
  }

  /**
   * What is shown at a time of a cue.
   *
   * @param size of the letters
   */
  record Page(double start, double end, int size, List<List<TextLines.Piece>> lines) {}

  /** The pages of a cue; mostly one, none if no font has any of its letters. */
  List<Page> pages(Cue cue) {
    boolean[] ends = BreakPrices.sentenceEnds(cue.words(), language);
    double[] prices = BreakPrices.of(cue.words(), ends, new WordPieces(language), language);
    for (int percent = 100; percent >= SMALLEST_WHOLE; percent -= STEP) {
      List<TextLines.Piece> whole = pieces(cue, prices, Double.POSITIVE_INFINITY);
      TextLines.Lines lines = TextLines.of(whole, limit(percent), LINES);
      if (lines.widest() <= limit(percent)) {
        return paged(cue, lines, percent);
      }
    }
    for (int percent = 100; percent > SMALLEST; percent -= STEP) {
      List<TextLines.Piece> cut = pieces(cue, prices, limit(percent));
      TextLines.Lines lines = TextLines.of(cut, limit(percent), LINES);
      if (lines.widest() <= limit(percent)) {
        return paged(cue, lines, percent);
      }
    }
    double limit = limit(SMALLEST);
    return paged(cue, TextLines.of(pieces(cue, prices, limit), limit, MOST_LINES), SMALLEST);
  }

  private double limit(int percent) {
    return available / look.size() * 100 / percent;
  }

  private List<TextLines.Piece> pieces(Cue cue, double[] prices, double limit) {
    ToDoubleFunction<String> width = text -> runs.width(text, look.font());
    double space = look.font().width(" ");
    return BreakPrices.pieces(cue.words(), prices, width, space, limit).stream()
        .flatMap(List::stream)
        .filter(piece -> piece.width() > 0)
        .toList();
  }

  private List<Page> paged(Cue cue, TextLines.Lines lines, int percent) {
    List<Page> pages = new ArrayList<>();
    int size = look.size() * percent / 100;
    List<List<TextLines.Piece>> all = lines.lines();
    double letters = all.stream().mapToDouble(CaptionLayout::width).sum();
    double seconds = cue.end() - cue.start();
    double start = cue.start();
    for (int from = 0; from < all.size() && letters > 0; from += LINES) {
      List<List<TextLines.Piece>> page = all.subList(from, Math.min(all.size(), from + LINES));
      double share = page.stream().mapToDouble(CaptionLayout::width).sum() / letters;
      boolean last = from + LINES >= all.size();
      double end = last ? cue.end() : start + seconds * share;
      pages.add(new Page(start, end, size, page));
      start = end;
    }
    return pages;
  }

  private static double width(List<TextLines.Piece> line) {
    return line.stream().mapToDouble(TextLines.Piece::width).sum();
  }
}
