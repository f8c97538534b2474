package dev.makevideo.activities.timeline;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.activities.timeline.PlannedClip.Cut;
import dev.makevideo.workflows.contract.FrameGrid;
import dev.makevideo.workflows.contract.ShotPlan;
import dev.makevideo.workflows.contract.ValidateBatch;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a narration's length into segments. Pure: equal input gives an equal timeline. The rule:
 *
 * <ol>
 *   <li>Each clip in turn gives its first stretch of at most {@link #MAX_CUT} frames. Only what is
 *       worth showing of it counts: see {@link dev.makevideo.workflows.contract.Clip#spans()}.
 *   <li>If that does not fill the narration, the clips give their next stretches in the same order,
 *       round after round, until all footage was shown once. A clip that is left alone simply goes
 *       on.
 *   <li>If that is not enough, clips are shown again in the same order, never one twice in a row
 *       where there are two. But footage that covers less than {@link #LEAST_PERCENT} % of the
 *       narration is too little: the plan fails with {@code too-little-footage}.
 * </ol>
 *
 * <p>With several phrases the rule holds for each part by itself, with the clips of the part's
 * phrases in turns: see {@link ShotCuts}.
 *
 * <p>Clips and spans under {@link #MIN_CUT} frames are left out, and no segment is shorter, except
 * where the whole video is, or where no cut of its length can avoid it.
 */
public final class TimelinePlanner {
  static final int MAX_CUT = FrameGrid.framesOf(JobLimits.LONGEST_CUT);

  /** The shortest stretch: half a second. */
  static final int MIN_CUT = FrameGrid.framesOf(JobLimits.SHORTEST_CUT);

  /** The least part of the narration that different footage must cover. */
  static final int LEAST_PERCENT = 25;

  /**
   * A timeline and what it is made of.
   *
   * @param used indexes of the candidates shown, ascending
   * @param reused how many segments show footage again
   * @param replaced phrases in whose parts other footage is shown
   */
  public record Planned(Timeline timeline, List<Integer> used, int reused, List<Integer> replaced) {
    public Planned {
      used = List.copyOf(used);
      replaced = List.copyOf(replaced);
    }
  }

  /**
   * Plans.
   *
   * @param clips in the order in which to show them; the same bytes are used once
   * @param cues in order of time
   * @param shots which footage is shown in which part; absent: any of it anywhere
   * @throws io.temporal.failure.ApplicationFailure {@code too-little-footage} under the rule above
   */
  public Planned plan(
      Duration narration,
      List<ValidateBatch.Item> clips,
      List<Cue> cues,
      FrameSize size,
      Optional<ShotPlan> shots) {
    int total = FrameGrid.framesToCover(narration);
    List<PlannedClip> usable = usable(clips);
    refuseTooLittle(usable, total, narration);
    List<Cut> cuts = new ArrayList<>();
    List<Integer> replaced = List.of();
    if (shots.isPresent()) {
      replaced = ShotCuts.cut(shots.get(), usable, cuts);
    } else {
      fill(usable, total, cuts);
    }
    List<Segment> segments = segments(cuts, cues);
    return new Planned(
        new Timeline(FrameGrid.FPS, size, narration, segments),
        segments.stream().map(Segment::clipIndex).distinct().sorted().toList(),
        (int) cuts.stream().filter(Cut::again).count(),
        replaced);
  }

  /** Adds cuts of so many frames together. */
  static void fill(List<PlannedClip> usable, int frames, List<Cut> cuts) {
    int first = cuts.size();
    int left = frames - once(usable, frames, cuts);
    again(usable, left, cuts);
    List<Cut> own = cuts.subList(first, cuts.size());
    lengthenLast(own);
    if (own.size() > 1 && own.get(own.size() - 1).frames() < MIN_CUT) {
      dropLast(usable, own);
    }
  }

  private static List<PlannedClip> usable(List<ValidateBatch.Item> clips) {
    Set<String> seen = new HashSet<>();
    return clips.stream()
        .filter(item -> seen.add(item.clip().object().sha256()))
        .map(PlannedClip::new)
        .filter(clip -> clip.usable() >= MIN_CUT)
        .toList();
  }

  private static void refuseTooLittle(List<PlannedClip> usable, int total, Duration narration) {
    long there = usable.stream().mapToLong(PlannedClip::usable).sum();
    if (there == 0 || there * 100 < (long) total * LEAST_PERCENT) {
      throw Failures.of(
          FailureType.TOO_LITTLE_FOOTAGE,
          String.format(
              Locale.ROOT,
              "the approved clips (%d) have %.1f s of footage together; a narration of %.1f s needs at"
                  + " least %.1f s (%d %%; the rest is filled by showing clips again): add clips,"
                  + " raise max_shorts, or try another query",
              usable.size(),
              there / (double) FrameGrid.FPS,
              narration.toMillis() / 1000.0,
              total * LEAST_PERCENT / 100.0 / FrameGrid.FPS,
              LEAST_PERCENT));
    }
  }

  /** Shows everything once, as far as it is needed; returns how many frames that filled. */
  private static int once(List<PlannedClip> usable, int total, List<Cut> cuts) {
    int filled = 0;
    boolean more = true;
    while (more && filled < total) {
      more = false;
      for (PlannedClip clip : usable) {
        if (clip.hasRest() && filled < total) {
          Cut cut = clip.next(total - filled);
          cuts.add(cut);
          filled += cut.frames();
          more = true;
        }
      }
    }
    return filled;
  }

  private static void again(List<PlannedClip> usable, int missing, List<Cut> cuts) {
    if (missing > 0) {
      usable.forEach(PlannedClip::rewind);
    }
    int left = missing;
    int turn = 0;
    while (left > 0) {
      PlannedClip clip = usable.get(turn++ % usable.size());
      if (usable.size() > 1 && !cuts.isEmpty() && cuts.get(cuts.size() - 1).clip() == clip) {
        clip = usable.get(turn++ % usable.size());
      }
      if (!clip.hasRest()) {
        clip.rewind();
      }
      Cut cut = clip.next(left);
      cuts.add(cut);
      left -= cut.frames();
    }
  }

  /** The last cut takes what it lacks from those before it, the nearest first. */
  private static void lengthenLast(List<Cut> cuts) {
    int last = cuts.size() - 1;
    int lacks = MIN_CUT - cuts.get(last).frames();
    for (int i = last - 1; i >= 0 && lacks > 0; i--) {
      int gives = Math.min(lacks, cuts.get(i).frames() - MIN_CUT);
      cuts.set(i, cuts.get(i).withFrames(cuts.get(i).frames() - gives));
      cuts.set(last, cuts.get(last).withFrames(cuts.get(last).frames() + gives));
      lacks -= gives;
    }
  }

  /**
   * Those before the last are as short as they may be, and it is still too short: one of them, the
   * nearest that can, takes its time; else another clip does for both. If no clip is as long, it
   * stays.
   */
  private static void dropLast(List<PlannedClip> usable, List<Cut> cuts) {
    int last = cuts.size() - 1;
    int more = cuts.get(last).frames();
    for (int i = last - 1; i >= 0; i--) {
      Cut cut = cuts.get(i);
      Optional<Cut> longer = cut.clip().longer(cut, cut.frames() + more);
      if (longer.isPresent()) {
        cuts.set(i, longer.get());
        cuts.remove(last);
        return;
      }
    }
    int both = cuts.get(last - 1).frames() + more;
    for (PlannedClip clip : usable) {
      Optional<Cut> other = clip.again(both);
      if (other.isPresent()) {
        cuts.set(last - 1, other.get());
        cuts.remove(last);
        return;
      }
    }
  }

  private static List<Segment> segments(List<Cut> cuts, List<Cue> cues) {
    List<Segment> segments = new ArrayList<>();
    int start = 0;
    for (Cut cut : cuts) {
      ValidateBatch.Item item = cut.clip().item();
      segments.add(
          new Segment(
              segments.size(),
              item.index(),
              item.clip().object(),
              item.clip().name(),
              item.clip().picture(),
              item.clip().facts(),
              cut.inFrame(),
              cut.frames(),
              start,
              within(cues, start, start + cut.frames())));
      start += cut.frames();
    }
    return segments;
  }

  /** The cues that show in a frame of the window; a frame's time is that of its beginning. */
  private static List<Cue> within(List<Cue> cues, int fromFrame, int toFrame) {
    double from = fromFrame / (double) FrameGrid.FPS;
    double to = toFrame / (double) FrameGrid.FPS;
    return cues.stream().filter(cue -> cue.start() < to && cue.end() > from).toList();
  }
}
