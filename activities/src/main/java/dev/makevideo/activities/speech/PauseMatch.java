package dev.makevideo.activities.speech;

import dev.makevideo.activities.script.ScriptWord;
import dev.makevideo.activities.script.ScriptWord.Break;
import dev.makevideo.activities.subtitle.SpeechSegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Decides which pause of the speech stands between which words of the script, by dynamic
 * programming: the cheapest way from the first word and the first stretch to the last of both.
 *
 * <p>What costs: words between two matched pauses that should take longer or shorter than the time
 * spoken there; a pause where the script has no punctuation; a pause that is no boundary at all;
 * punctuation without a pause. The prices were set on a narration whose word times are known, and
 * are in units of a squared standard deviation.
 */
final class PauseMatch {
  /** Variance of what is spoken, as a part of its expected length, in seconds. */
  private static final double VARIANCE = 0.022;

  private static final double NO_PUNCTUATION = 3;
  private static final double NO_PUNCTUATION_PER_SECOND = 8;
  private static final double NO_BOUNDARY = 1;
  private static final double NO_BOUNDARY_PER_SECOND = 14;
  private static final double PHRASE_WITHOUT_PAUSE = 1;
  private static final double SENTENCE_WITHOUT_PAUSE = 5;

  /** How many pauses in a row may be no boundary. */
  private static final int MOST_SKIPPED = 12;

  /** How far a word may be from where an even pace would put it, in seconds and as a part. */
  private static final double BAND_SECONDS = 6;

  private static final double BAND_PART = 0.06;

  /** How much faster or slower words between two pauses may be, in seconds and as a part. */
  private static final double SLACK_SECONDS = 1.5;

  private static final double SLACK_PART = 0.7;

  /** No one speaks faster, in words a second: it is another narration's script. */
  private static final double FASTEST = 8;

  private static final double FAR = Double.POSITIVE_INFINITY;

  private final List<SpeechSegment> speech;
  private final int words;

  /** Prefix sums, by number of words: expected seconds, and the price of unpaused punctuation. */
  private final double[] expected;

  private final double[] unpaused;
  private final Break[] breaks;

  /** Prefix sums, by number of stretches: seconds spoken, and the price of pauses not matched. */
  private final double[] spoken;

  private final double[] unmatched;

  /** A boundary: before this word, and before this stretch. */
  record Anchor(int word, int stretch) {}

  private PauseMatch(List<ScriptWord> script, List<SpeechSegment> speech) {
    this.speech = speech;
    words = script.size();
    expected = new double[words + 1];
    unpaused = new double[words + 1];
    breaks = script.stream().map(ScriptWord::after).toArray(Break[]::new);
    spoken = new double[speech.size() + 1];
    unmatched = new double[speech.size() + 1];
    for (int j = 0; j < speech.size(); j++) {
      spoken[j + 1] = spoken[j] + speech.get(j).length();
      unmatched[j + 1] =
          unmatched[j]
              + (j == 0 ? 0 : NO_BOUNDARY + NO_BOUNDARY_PER_SECOND * Math.min(1, pauseBefore(j)));
    }
    double weight = script.stream().mapToDouble(ScriptWord::weight).sum();
    double pace = spoken[speech.size()] / weight;
    for (int i = 0; i < words; i++) {
      expected[i + 1] = expected[i] + script.get(i).weight() * pace;
      unpaused[i + 1] =
          unpaused[i]
              + switch (breaks[i]) {
                case NONE -> 0;
                case PHRASE -> PHRASE_WITHOUT_PAUSE;
                case SENTENCE -> SENTENCE_WITHOUT_PAUSE;
              };
    }
  }

  /**
   * The matched pauses, with the start and the end of everything. Where nothing fits, only those
   * two.
   */
  static List<Anchor> find(List<ScriptWord> script, List<SpeechSegment> speech) {
    double seconds = speech.stream().mapToDouble(SpeechSegment::length).sum();
    return script.size() > FASTEST * seconds
        ? ends(script.size(), speech.size())
        : new PauseMatch(script, speech).search();
  }

  private static List<Anchor> ends(int words, int stretches) {
    return List.of(new Anchor(0, 0), new Anchor(words, stretches));
  }

  private double pauseBefore(int stretch) {
    return speech.get(stretch).start() - speech.get(stretch - 1).end();
  }

  private List<Anchor> search() {
    int stretches = speech.size();
    double band = Math.max(BAND_SECONDS, BAND_PART * spoken[stretches]);
    int[] low = new int[stretches + 1];
    double[][] cost = new double[stretches + 1][];
    Anchor[][] from = new Anchor[stretches + 1][];
    for (int j = 0; j <= stretches; j++) {
      boolean edge = j == 0 || j == stretches;
      low[j] = j == 0 ? 0 : j == stretches ? words : Math.max(1, at(spoken[j] - band));
      int high = edge ? low[j] : Math.min(words - 1, at(spoken[j] + band));
      cost[j] = new double[Math.max(0, high - low[j] + 1)];
      from[j] = new Anchor[cost[j].length];
      Arrays.fill(cost[j], j == 0 ? 0 : FAR);
      for (int i = low[j]; j > 0 && i <= high; i++) {
        double here = j == stretches ? 0 : boundary(i, j);
        relax(i, j, here, low, cost, from);
      }
    }
    return path(low, from);
  }

  /** Finds the cheapest boundary before this one, among those at a believable distance. */
  private void relax(int i, int j, double here, int[] low, double[][] cost, Anchor[][] from) {
    for (int before = Math.max(0, j - MOST_SKIPPED - 1); before < j; before++) {
      double skipped = unmatched[j] - unmatched[before + 1];
      double took = spoken[j] - spoken[before];
      double slack = SLACK_SECONDS + SLACK_PART * took;
      int first = Math.max(low[before], at(expected[i] - took - slack));
      int end = Math.min(i, low[before] + cost[before].length);
      for (int word = first; word < end && expected[word] <= expected[i] - took + slack; word++) {
        double total =
            cost[before][word - low[before]] + here + skipped + segment(word, i, before, j);
        if (total < cost[j][i - low[j]]) {
          cost[j][i - low[j]] = total;
          from[j][i - low[j]] = new Anchor(word, before);
        }
      }
    }
  }

  /** Words from {@code a} to {@code b} in the stretches from {@code c} to {@code d}. */
  private double segment(int a, int b, int c, int d) {
    double should = expected[b] - expected[a];
    double off = spoken[d] - spoken[c] - should;
    return off * off / (VARIANCE * (should + 0.1)) + unpaused[b - 1] - unpaused[a];
  }

  private double boundary(int word, int stretch) {
    return breaks[word - 1] == Break.NONE
        ? NO_PUNCTUATION + NO_PUNCTUATION_PER_SECOND * Math.min(1, pauseBefore(stretch))
        : 0;
  }

  /** How many words an even pace has said by then. */
  private int at(double seconds) {
    int found = Arrays.binarySearch(expected, seconds);
    return found >= 0 ? found : -found - 1;
  }

  private List<Anchor> path(int[] low, Anchor[][] from) {
    List<Anchor> anchors = new ArrayList<>();
    Anchor here = new Anchor(words, speech.size());
    while (here.stretch() > 0) {
      anchors.add(here);
      Anchor before = from[here.stretch()][here.word() - low[here.stretch()]];
      if (before == null) {
        return ends(words, speech.size());
      }
      here = before;
    }
    anchors.add(here);
    Collections.reverse(anchors);
    return anchors;
  }
}
