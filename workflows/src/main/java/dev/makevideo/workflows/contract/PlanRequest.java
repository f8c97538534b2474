package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a timeline is planned from.
 *
 * @param narration how long the picture must last
 * @param clips the approved clips, in the order of their candidates
 * @param cues the captions, unless there are none
 */
public record PlanRequest(
    Duration narration, List<ValidateBatch.Item> clips, Optional<ObjectRef> cues) {
  public PlanRequest {
    clips = List.copyOf(clips);
  }
}
