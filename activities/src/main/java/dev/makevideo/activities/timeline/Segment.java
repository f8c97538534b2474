package dev.makevideo.activities.timeline;

import dev.makevideo.activities.subtitle.Cue;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipFacts;
import dev.makevideo.workflows.job.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * One stretch of one clip in the finished video. All positions count frames of the {@link
 * FrameGrid}.
 *
 * @param index position in the timeline
 * @param clipIndex the candidate that it shows
 * @param clip the candidate's bytes
 * @param clipName for reports
 * @param picture where in the clip's frames its picture is; absent: everywhere
 * @param facts what the clip's headers say; absent: the encoder asks again
 * @param inFrame where it begins in the clip
 * @param frames how long it is
 * @param startFrame where it begins in the video
 * @param cues the captions that overlap it, with the job's times
 */
public record Segment(
    int index,
    int clipIndex,
    ObjectRef clip,
    String clipName,
    Optional<Clip.Area> picture,
    Optional<ClipFacts> facts,
    int inFrame,
    int frames,
    int startFrame,
    List<Cue> cues) {
  /**
   * @throws IllegalArgumentException if a position is out of its range
   */
  public Segment {
    picture = picture == null ? Optional.empty() : picture; // in an earlier version's plan
    facts = facts == null ? Optional.empty() : facts;
    cues = List.copyOf(cues);
    if (index < 0 || inFrame < 0 || frames < 1 || startFrame < 0) {
      throw new IllegalArgumentException(
          "segment " + index + ": in " + inFrame + ", frames " + frames + ", start " + startFrame);
    }
  }
}
