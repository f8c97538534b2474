package dev.makevideo.activities.subtitle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups words into cues: never over a pause or the end of a sentence, rather at a comma than
 * elsewhere, never torn apart where the rules of writing forbid it, and of even length, which the
 * cheapest grouping of each sentence gives. Stateless.
 */
final class CueMaker {
  private static final String PHRASE_ENDS = ",;:–—、，；：،؛";

  /** A shorter gap between two cues would flicker: the first stays until the second comes. */
  private static final double FLICKER = 0.4;

  /** Nobody reads what is shown for less, in seconds. */
  private static final double SHORTEST = 0.8;

  /** What is spoken in less than this should not be a cue of its own, in seconds. */
  private static final double HASTY = 0.25;

  /** A reader's speed at best, in columns per second. */
  private static final double READING = 20;

  /** Nothing is shown for longer, in seconds. */
  private static final double LONGEST = 7;

  /** A word's start this near to the start of speech is meant to be there. */
  private static final double SNAP = 0.12;

  private final CueRules rules;
  private final String language;
  private final WordPieces cutter;

  /**
   * @param language whose rules of writing hold, a BCP 47 tag
   */
  CueMaker(CueRules rules, String language) {
    this.rules = rules;
    this.language = language;
    this.cutter = new WordPieces(language);
  }

  /**
   * The cues of a narration.
   *
   * @param words in order of time; their texts are cleaned here, and empty ones left out
   * @param duration nothing is shown after it
   */
  List<Cue> make(List<Word> words, List<SpeechSegment> speech, double duration) {
    List<Word> clean =
        words.stream()
            .map(
                word ->
                    new Word(
                        PlainText.clean(word.text()),
                        word.start(),
                        word.end(),
                        word.attached(),
                        word.ends()))
            .filter(word -> !word.text().isEmpty())
            .flatMap(word -> cutter.of(word).stream())
            .toList();
    boolean[] ends = BreakPrices.sentenceEnds(clean, language);
    double[] prices = BreakPrices.of(clean, ends, cutter, language);
    List<List<Word>> groups = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < clean.size(); i++) {
      if (i == clean.size() - 1 || mustBreak(clean, ends, prices, i)) {
        Run run = new Run(clean.subList(from, i + 1), Arrays.copyOfRange(prices, from, i + 1));
        group(run, groups);
        from = i + 1;
      }
    }
    return timed(groups, speech, duration);
  }

  /** The end of a sentence may lie in the word before: its closing signs follow. */
  private boolean mustBreak(List<Word> words, boolean[] ends, double[] prices, int i) {
    double next = prices[i + 1];
    double pause = words.get(i + 1).start() - words.get(i).end();
    if (next >= BreakPrices.BOUND) {
      return pause > LONGEST;
    }
    int end = i;
    while (end > 0 && !ends[end] && prices[end] >= BreakPrices.BOUND && isSigns(words.get(end))) {
      end--;
    }
    return ends[end] || pause >= rules.pause();
  }

  private static boolean isSigns(Word word) {
    return word.text().codePoints().noneMatch(Character::isLetterOrDigit);
  }

  /** Words between two places where a cue must end, with the prices of breaks before them. */
  private final class Run {
    private final List<Word> words;
    private final double[] prices;
    private final List<List<TextLines.Piece>> pieces;

    Run(List<Word> words, double[] prices) {
      this.words = words;
      this.prices = prices;
      this.pieces = BreakPrices.pieces(words, prices, Columns::of, 1, rules.lineChars());
    }

    boolean fits(int start, int end) {
      if (words.get(end - 1).end() - words.get(start).start() > rules.maxSeconds()) {
        return false;
      }
      List<TextLines.Piece> all =
          pieces.subList(start, end).stream().flatMap(List::stream).toList();
      return TextLines.of(all, rules.lineChars(), rules.lines()).widest() <= rules.lineChars();
    }
  }

  private void group(Run run, List<List<Word>> groups) {
    int n = run.words.size();
    double[] best = new double[n + 1];
    int[] from = new int[n + 1];
    Arrays.fill(best, 1, n + 1, Double.POSITIVE_INFINITY);
    for (int end = 1; end <= n; end++) {
      int spoken = 0;
      for (int start = end - 1; start >= 0; start--) {
        spoken += isSigns(run.words.get(start)) ? 0 : 1;
        if (end - start > 1 && (spoken > rules.maxWords() || !run.fits(start, end))) {
          break;
        }
        double torn = start > 0 ? run.prices[start] : 0;
        double total = best[start] + torn + price(run.words.subList(start, end), end == n, n == 1);
        if (total < best[end]) {
          best[end] = total;
          from[end] = start;
        }
      }
    }
    List<List<Word>> found = new ArrayList<>();
    for (int end = n; end > 0; end = from[end]) {
      found.add(0, run.words.subList(from[end], end));
    }
    groups.addAll(found);
  }

  private double price(List<Word> words, boolean last, boolean whole) {
    int chars = columns(words);
    int commasInside = 0;
    for (int i = 0; i < words.size(); i++) {
      commasInside += i < words.size() - 1 && ends(words.get(i), PHRASE_ENDS) ? 1 : 0;
    }
    Word end = words.get(words.size() - 1);
    double off = (double) (chars - rules.goodChars()) / rules.goodChars();
    double price = off * off + 0.5 * commasInside;
    price += last || ends(end, PHRASE_ENDS) ? 0 : 0.3;
    price += words.size() == 1 && !whole ? 0.8 : 0;
    price += end.end() - words.get(0).start() < HASTY ? 0.6 : 0;
    return price;
  }

  private static int columns(List<Word> words) {
    int columns = 0;
    for (int i = 0; i < words.size(); i++) {
      boolean space = i > 0 && !words.get(i).attached();
      columns += Columns.of(words.get(i).text()) + (space ? 1 : 0);
    }
    return columns;
  }

  private List<Cue> timed(List<List<Word>> groups, List<SpeechSegment> speech, double duration) {
    double[] starts = new double[groups.size() + 1];
    for (int i = 0; i < groups.size(); i++) {
      double least = i == 0 ? 0 : starts[i - 1] + 0.001;
      starts[i] = Math.max(least, snapped(groups.get(i), speech));
    }
    starts[groups.size()] = Math.max(duration, groups.isEmpty() ? 0 : starts[groups.size() - 1]);
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<Word> words = new ArrayList<>(groups.get(i));
      Word first = words.get(0);
      words.set(0, first.at(starts[i], Math.max(starts[i], first.end())));
      double spokenUntil = words.get(words.size() - 1).end();
      boolean flickers = i < groups.size() - 1 && starts[i + 1] - spokenUntil < FLICKER;
      double end = flickers ? starts[i + 1] : spokenUntil + rules.linger();
      end = Math.max(end, starts[i] + Math.max(SHORTEST, columns(words) / READING));
      end = Math.min(end, starts[i] + LONGEST);
      cues.add(new Cue(starts[i], millis(Math.min(end, starts[i + 1])), words));
    }
    return cues;
  }

  private static double snapped(List<Word> words, List<SpeechSegment> speech) {
    Word first = words.get(0);
    double latest = words.size() > 1 ? words.get(1).start() : first.end();
    return speech.stream()
        .map(SpeechSegment::start)
        .filter(start -> Math.abs(start - first.start()) <= SNAP && start < latest)
        .min((a, b) -> Double.compare(Math.abs(a - first.start()), Math.abs(b - first.start())))
        .map(CueMaker::millis)
        .orElse(first.start());
  }

  private static boolean ends(Word word, String signs) {
    String text = word.text();
    for (int i = text.length() - 1; i >= 0 && !Character.isLetterOrDigit(text.charAt(i)); i--) {
      if (signs.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static double millis(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}
