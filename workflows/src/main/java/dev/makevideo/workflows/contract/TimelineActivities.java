package dev.makevideo.workflows.contract;

import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The short work around the build. Every method may run twice at once. */
@ActivityInterface
public interface TimelineActivities {
  /**
   * Cuts the narration's length into segments.
   *
   * <p>Fails with {@code too-little-footage} if the clips cannot fill it under the stated rule.
   */
  @ActivityMethod(name = "planTimeline")
  TimelinePlan planTimeline(VideoRequest request, PlanRequest plan);

  /** Writes the report. */
  @ActivityMethod(name = "finalizeVideo")
  FinalizeResult finalizeVideo(VideoRequest request, FinalizeRequest finalize);

  /**
   * What is still there of the earlier job that this one is made from, with the uploads that take
   * clips' places. What is gone is told and left out: the job makes it again.
   */
  @ActivityMethod(name = "recallGroundwork")
  RecalledGroundwork recallGroundwork(VideoRequest request);

  /** Deletes what the job left in scratch folders. Artifacts stay: other jobs may use them. */
  @ActivityMethod(name = "cleanUpJob")
  void cleanUpJob(VideoRequest request);
}
