package dev.makevideo.workflows.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoResult;
import java.util.Optional;

/**
 * What is left to write down when the video is there.
 *
 * @param result the result so far, without its report
 * @param timeline of the video; an earlier version left it out, and its report does not tell where
 *     clips are shown
 * @param candidates the job's list of candidates; an earlier version left it out, and its report
 *     does not tell where clips are from
 * @param groundwork what another video can be made of; an earlier version left it out
 */
public record FinalizeRequest(
    VideoResult result,
    Optional<ObjectRef> timeline,
    Optional<ObjectRef> candidates,
    Optional<Groundwork> groundwork) {
  @JsonCreator
  public FinalizeRequest {
    candidates = candidates == null ? Optional.empty() : candidates;
    groundwork = groundwork == null ? Optional.empty() : groundwork;
  }

  /** Without what another video can be made of. */
  public FinalizeRequest(
      VideoResult result, Optional<ObjectRef> timeline, Optional<ObjectRef> candidates) {
    this(result, timeline, candidates, Optional.empty());
  }

  /** Without the candidates. */
  public FinalizeRequest(VideoResult result, Optional<ObjectRef> timeline) {
    this(result, timeline, Optional.empty());
  }
}
