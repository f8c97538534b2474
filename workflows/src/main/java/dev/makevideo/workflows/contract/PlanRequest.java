package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
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
 * @param shots which footage is shown in which part; absent: any of it anywhere
 */
public record PlanRequest(
    Duration narration,
    List<ValidateBatch.Item> clips,
    Optional<ObjectRef> cues,
    Optional<ShotPlan> shots) {
  @JsonCreator
  public PlanRequest {
    clips = List.copyOf(clips);
    // Null in what an earlier version wrote.
    shots = shots == null ? Optional.empty() : shots;
  }

  /** Of a job with one phrase. */
  public PlanRequest(Duration narration, List<ValidateBatch.Item> clips, Optional<ObjectRef> cues) {
    this(narration, clips, cues, Optional.empty());
  }
}
