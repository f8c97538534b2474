package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;

/**
 * A planned timeline.
 *
 * @param timeline a JSON object: the segments with clip, in-point, frames and captions
 * @param segments how many segments there are
 * @param frames how many frames they have together
 * @param used the candidates that are used, by their index
 * @param reusedClips how many segments show of a clip what an earlier one showed already
 * @param replaced the phrases in whose parts other footage is shown, for there is too little of
 *     theirs; absent in results of older workers
 */
public record TimelinePlan(
    ObjectRef timeline,
    int segments,
    long frames,
    List<Integer> used,
    int reusedClips,
    long ranMillis,
    List<Integer> replaced)
    implements Timed {
  @JsonCreator
  public TimelinePlan {
    used = List.copyOf(used);
    replaced = replaced == null ? List.of() : List.copyOf(replaced);
  }

  /** In which everything is shown where it belongs. */
  public TimelinePlan(
      ObjectRef timeline,
      int segments,
      long frames,
      List<Integer> used,
      int reusedClips,
      long ranMillis) {
    this(timeline, segments, frames, used, reusedClips, ranMillis, List.of());
  }
}
