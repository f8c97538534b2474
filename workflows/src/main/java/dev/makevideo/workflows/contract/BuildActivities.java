package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Encoding and joining. Every method may run twice at once. */
@ActivityInterface
public interface BuildActivities {
  /** Encodes one segment; heartbeats the encoder's own progress. */
  @ActivityMethod(name = "renderSegment")
  SegmentResult renderSegment(VideoRequest request, ObjectRef timeline, int index);

  /** Joins the segments by stream copy and adds the narration. */
  @ActivityMethod(name = "assembleVideo")
  AssembledVideo assembleVideo(VideoRequest request, ObjectRef timeline, List<ObjectRef> segments);
}
