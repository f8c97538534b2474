package dev.makevideo.activities.subtitle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups words into cues: never over a pause or the end of a sentence, rather at a comma than
 * elsewhere, and of even length, which the cheapest grouping of each sentence gives. Stateless.
 */
final class CueMaker {
  private static final String SENTENCE_ENDS = ".!?…。！？؟।";
  private static final String PHRASE_ENDS = ",;:–—、，；：،؛";

  /** A shorter gap between two cues would flicker: the first stays until the second comes. */
  private static final double FLICKER = 0.4;

  /** Nobody reads what is shown for less, in seconds. */
  private static final double SHORTEST = 0.5;

  /** A word's start this near to the start of speech is meant to be there. */
  private static final double SNAP = 0.12;

  private final CueRules rules;

  CueMaker(CueRules rules) {
    this.rules = rules;
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
                        PlainText.clean(word.text()), word.start(), word.end(), word.attached()))
            .filter(word -> !word.text().isEmpty())
            .toList();
    List<List<Word>> groups = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < clean.size(); i++) {
      if (i == clean.size() - 1 || mustBreak(clean.get(i), clean.get(i + 1))) {
        group(clean.subList(from, i + 1), groups);
        from = i + 1;
      }
    }
    return timed(groups, speech, duration);
  }

  private boolean mustBreak(Word word, Word next) {
    return ends(word, SENTENCE_ENDS) || next.start() - word.end() >= rules.pause();
  }

  private void group(List<Word> run, List<List<Word>> groups) {
    int n = run.size();
    double[] best = new double[n + 1];
    int[] from = new int[n + 1];
    Arrays.fill(best, 1, n + 1, Double.POSITIVE_INFINITY);
    for (int end = 1; end <= n; end++) {
      for (int start = end - 1; start >= Math.max(0, end - rules.maxWords()); start--) {
        List<Word> words = run.subList(start, end);
        if (words.size() > 1 && !fits(words)) {
          break;
        }
        double total = best[start] + price(words, end == n, n == 1);
        if (total < best[end]) {
          best[end] = total;
          from[end] = start;
        }
      }
    }
    List<List<Word>> found = new ArrayList<>();
    for (int end = n; end > 0; end = from[end]) {
      found.add(0, run.subList(from[end], end));
    }
    groups.addAll(found);
  }

  private boolean fits(List<Word> words) {
    double seconds = words.get(words.size() - 1).end() - words.get(0).start();
    return seconds <= rules.maxSeconds()
        && TextLines.fit(words.stream().map(Word::text).toList(), rules.lineChars(), rules.lines());
  }

  private double price(List<Word> words, boolean last, boolean whole) {
    int chars = words.size() - 1;
    int commasInside = 0;
    for (int i = 0; i < words.size(); i++) {
      chars += words.get(i).text().length();
      commasInside += i < words.size() - 1 && ends(words.get(i), PHRASE_ENDS) ? 1 : 0;
    }
    Word end = words.get(words.size() - 1);
    double off = (double) (chars - rules.goodChars()) / rules.goodChars();
    double price = off * off + 0.5 * commasInside;
    price += last || ends(end, PHRASE_ENDS) ? 0 : 0.3;
    price += words.size() == 1 && !whole ? 0.8 : 0;
    price += end.end() - words.get(0).start() < SHORTEST / 2 ? 0.6 : 0;
    return price;
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
      end = Math.max(end, starts[i] + SHORTEST);
      end = Math.min(end, starts[i] + rules.maxSeconds() + rules.linger());
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
