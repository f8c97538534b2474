package dev.makevideo.workflows.contract;

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
 */
public record TimelinePlan(
    ObjectRef timeline,
    int segments,
    long frames,
    List<Integer> used,
    int reusedClips,
    long ranMillis)
    implements Timed {
  public TimelinePlan {
    used = List.copyOf(used);
  }
}
