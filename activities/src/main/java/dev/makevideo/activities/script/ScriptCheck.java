package dev.makevideo.activities.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says whether the times of a script's cues are those of this narration.
 *
 * <p>A cue agrees if it begins within {@link #TOLERANCE} of where a stretch of speech does; it is
 * neutral if it begins within speech, as people do not pause before every cue; it disagrees if it
 * begins in silence, or outside of the narration. The times hold if no more than {@value
 * #MOST_WRONG} of the cues disagree, and of the cues or of the stretches, whatever there are fewer
 * of, {@value #LEAST_AGREEING} agree. If they do not hold as they are, one offset for all is looked
 * for: the one at which most cues agree, and then more must. Stateless.
 */
public final class ScriptCheck {
  /** How far a cue may begin from its speech, in seconds: what editors' habits come to. */
  public static final double TOLERANCE = 0.4;

  private static final double MOST_WRONG = 0.2;
  private static final double LEAST_AGREEING = 0.6;

  /** An offset is chosen among many, and some fit by chance. */
  private static final double LEAST_AGREEING_MOVED = 0.75;

  private static final int LEAST_CUES_MOVED = 3;

  /** Steps in which an offset is looked for, in seconds. */
  private static final double STEP = 0.2;

  /** How many of the likeliest offsets are tried. */
  private static final int TRIED = 20;

  private final List<ScriptCue> cues;
  private final double[] starts;
  private final double[] ends;

  private ScriptCheck(List<ScriptCue> cues, List<Stretch> speech) {
    this.cues = cues;
    this.starts = speech.stream().mapToDouble(Stretch::start).toArray();
    this.ends = speech.stream().mapToDouble(Stretch::end).toArray();
  }

  /**
   * A stretch of the narration with speech.
   *
   * @param start in seconds
   * @param end in seconds
   */
  public record Stretch(double start, double end) {
    public Stretch {
      if (!(start >= 0 && end >= start)) {
        throw new IllegalArgumentException("stretch has times " + start + " to " + end);
      }
    }
  }

  /**
   * What the check found.
   *
   * @param cues with the narration's times, each true to {@link #TOLERANCE}; empty if the times do
   *     not hold
   * @param offset that was added to the cues' times, in seconds
   * @param warnings what was done with the times; empty if they hold as they are
   */
  public record Verdict(List<ScriptCue> cues, double offset, List<String> warnings) {
    public Verdict {
      cues = List.copyOf(cues);
      warnings = List.copyOf(warnings);
    }
  }

  /** How the cues agree at an offset. */
  private record Agreement(double offset, int agreeing, int wrong) {}

  /**
   * Checks the cues of a script.
   *
   * @param cues in order; may be empty
   * @param speech where there is speech, in order; if empty, nothing holds
   */
  public static Verdict check(List<ScriptCue> cues, List<Stretch> speech) {
    if (cues.isEmpty()) {
      return new Verdict(List.of(), 0, List.of());
    }
    return new ScriptCheck(cues, speech).verdict();
  }

  private Verdict verdict() {
    Agreement asIs = at(0);
    boolean ordered = areOrdered();
    if (ordered && holds(asIs, LEAST_AGREEING)) {
      return new Verdict(cues, 0, List.of());
    }
    Agreement moved = ordered ? best() : asIs;
    if (ordered && moved.agreeing() >= LEAST_CUES_MOVED && holds(moved, LEAST_AGREEING_MOVED)) {
      String how =
          String.format(
              Locale.ROOT,
              "script: the cues' times are %.1f s too %s for this narration; they were moved",
              Math.abs(moved.offset()),
              moved.offset() > 0 ? "early" : "late");
      return new Verdict(shifted(moved.offset()), moved.offset(), List.of(how));
    }
    String why =
        ordered
            ? asIs.agreeing() + " of " + cues.size() + " cues begin where speech begins"
            : "they go back in time";
    return new Verdict(
        List.of(),
        0,
        List.of(
            "script: the cues' times do not fit this narration (" + why + "); they are not used"));
  }

  private boolean areOrdered() {
    for (int i = 1; i < cues.size(); i++) {
      if (cues.get(i).start() < cues.get(i - 1).start()) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Agreement agreement, double least) {
    int most = Math.min(cues.size(), starts.length);
    return most > 0
        && agreement.agreeing() >= least * most
        && agreement.wrong() <= MOST_WRONG * cues.size();
  }

  private Agreement at(double offset) {
    int agreeing = 0;
    int wrong = 0;
    for (ScriptCue cue : cues) {
      double start = cue.start() + offset;
      if (Math.abs(toNearestStart(start)) <= TOLERANCE) {
        agreeing++;
      } else if (!isSpeech(start)) {
        wrong++;
      }
    }
    return new Agreement(offset, agreeing, wrong);
  }

  /** From a time to the nearest start of speech, in seconds; infinite without speech. */
  private double toNearestStart(double time) {
    int at = Arrays.binarySearch(starts, time);
    int after = at >= 0 ? at : -at - 1;
    double next = after < starts.length ? starts[after] - time : Double.POSITIVE_INFINITY;
    double last = after > 0 ? starts[after - 1] - time : Double.NEGATIVE_INFINITY;
    return next <= -last ? next : last;
  }

  private boolean isSpeech(double time) {
    int at = Arrays.binarySearch(starts, time);
    int stretch = at >= 0 ? at : -at - 2;
    return stretch >= 0 && time <= ends[stretch];
  }

  /** The offset at which most cues agree, of those that most pairs of cue and speech have. */
  private Agreement best() {
    Map<Long, Integer> votes = new HashMap<>();
    for (ScriptCue cue : cues) {
      for (double start : starts) {
        votes.merge(Math.round((start - cue.start()) / STEP), 1, Integer::sum);
      }
    }
    List<Long> likeliest = new ArrayList<>(votes.keySet());
    likeliest.sort(
        (a, b) -> {
          int more = Integer.compare(votes.getOrDefault(b, 0), votes.getOrDefault(a, 0));
          int nearer = Long.compare(Math.abs(a), Math.abs(b));
          return more != 0 ? more : nearer != 0 ? nearer : Long.compare(a, b);
        });
    Agreement best = at(0);
    for (long step : likeliest.subList(0, Math.min(TRIED, likeliest.size()))) {
      Agreement agreement = at(refined(step * STEP));
      int gain = agreement.agreeing() - agreement.wrong() - best.agreeing() + best.wrong();
      best = gain > 0 ? agreement : best;
    }
    return best;
  }

  /** An offset moved to the median of what the cues that agree still lack. */
  private double refined(double offset) {
    double[] lacks =
        cues.stream()
            .mapToDouble(cue -> toNearestStart(cue.start() + offset))
            .filter(lack -> Math.abs(lack) <= TOLERANCE)
            .sorted()
            .toArray();
    return lacks.length == 0 ? offset : offset + lacks[lacks.length / 2];
  }

  private List<ScriptCue> shifted(double offset) {
    return cues.stream()
        .map(
            cue ->
                new ScriptCue(
                    Math.max(0, cue.start() + offset),
                    Math.max(0, cue.end() + offset),
                    cue.firstWord(),
                    cue.endWord()))
        .toList();
  }
}
