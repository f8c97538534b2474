package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a job shows for approval.
 *
 * @param clips those that it would use, if they are to be looked at
 * @param candidates the list that they are of, with their authors and licences
 * @param captions the subtitles, if they are to be looked at
 * @param narration how long the clips must last together
 */
public record Review(
    List<ValidateBatch.Item> clips,
    Optional<ObjectRef> candidates,
    Optional<SubtitlesResult> captions,
    Duration narration) {
  public Review {
    clips = List.copyOf(clips);
  }
}
