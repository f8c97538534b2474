package dev.makevideo.activities.timeline;

import dev.makevideo.activities.timeline.PlannedClip.Cut;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.ShotPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cuts for a job with several phrases. The rule: a part shows the clips of its phrases, these in
 * turns, and within a phrase those first of which least was shown; they go on where an earlier part
 * left off. If they cover less than {@link TimelinePlanner#LEAST_PERCENT} % of the part, the clips
 * that were found for no phrase in particular are shown in it too, and then those of all others.
 * For one thread.
 */
final class ShotCuts {
  private final ShotPlan plan;
  private final List<PlannedClip> clips;
  private final TreeSet<Integer> replaced = new TreeSet<>();

  private ShotCuts(ShotPlan plan, List<PlannedClip> clips) {
    this.plan = plan;
    this.clips = clips;
  }

  /**
   * Adds the cuts of all parts.
   *
   * @param clips all that may be shown, at least one
   * @return the phrases in whose parts other footage is shown
   */
  static List<Integer> cut(ShotPlan plan, List<PlannedClip> clips, List<Cut> cuts) {
    ShotCuts shots = new ShotCuts(plan, clips);
    for (ShotPlacement.Part part : plan.parts()) {
      TimelinePlanner.fill(shots.clips(part), part.frames(), cuts);
    }
    return List.copyOf(shots.replaced);
  }

  private List<PlannedClip> clips(ShotPlacement.Part part) {
    List<List<PlannedClip>> own = new ArrayList<>();
    for (int phrase : part.phrases()) {
      List<PlannedClip> found = of(phrase);
      if (found.isEmpty()) {
        replaced.add(phrase);
      } else {
        own.add(found);
      }
    }
    List<PlannedClip> shown = new ArrayList<>(inTurns(own));
    if (!covers(shown, part)) {
      replaced.addAll(part.phrases());
      shown.addAll(of(ShotPlan.ANY));
    }
    if (!covers(shown, part)) {
      List<Integer> others =
          plan.phrases().stream()
              .filter(phrase -> phrase != ShotPlan.ANY && !part.phrases().contains(phrase))
              .distinct()
              .sorted()
              .collect(Collectors.toList());
      shown.addAll(inTurns(others.stream().map(this::of).toList()));
    }
    return shown;
  }

  private static boolean covers(List<PlannedClip> clips, ShotPlacement.Part part) {
    long there = clips.stream().mapToLong(PlannedClip::usable).sum();
    return there > 0 && there * 100 >= (long) part.frames() * TimelinePlanner.LEAST_PERCENT;
  }

  /** Those of which least was shown come first. */
  private List<PlannedClip> of(int phrase) {
    return clips.stream()
        .filter(clip -> plan.phrase(clip.item().index()) == phrase)
        .sorted(Comparator.comparingInt(PlannedClip::cuts))
        .toList();
  }

  /** One of each list, round after round. */
  private static List<PlannedClip> inTurns(List<List<PlannedClip>> lists) {
    List<PlannedClip> turns = new ArrayList<>();
    int longest = lists.stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < longest; round++) {
      for (List<PlannedClip> list : lists) {
        if (round < list.size()) {
          turns.add(list.get(round));
        }
      }
    }
    return Collections.unmodifiableList(turns);
  }
}
