package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One video job. Its workflow id is the job's id. Cancelled by Temporal's own cancel. */
@WorkflowInterface
public interface MakeVideoWorkflow {
  /** The workflow's type. */
  String TYPE = "MakeVideo";

  /**
   * Makes the video.
   *
   * @return what was made; fails with an ApplicationFailure whose type is of the closed list
   */
  @WorkflowMethod(name = TYPE)
  VideoResult makeVideo(VideoRequest request);

  /** Name of the signal that pauses the job. */
  String PAUSE = "pause";

  /** Name of the signal that lets it go on. */
  String RESUME = "resume";

  /** Nothing new begins from now on; what is under way ends. */
  @SignalMethod(
      name = PAUSE,
      description = "Begins no new activity until resumed; activities under way end.")
  void pause();

  /** A paused job goes on. */
  @SignalMethod(name = RESUME, description = "Goes on after a pause.")
  void resume();

  /** Name of the update that tells what a person decided. */
  String APPROVE = "approve";

  /** Takes what a person says of what is shown for approval. */
  @UpdateMethod(name = APPROVE, description = "Takes a decision on what is shown for approval.")
  void approve(ReviewDecision decision);

  /**
   * Refuses a decision where nothing is shown, saying {@link ReviewDecision#NOT_AWAITED}, or on
   * what is not shown.
   */
  @UpdateValidatorMethod(updateName = APPROVE)
  void checkApproval(ReviewDecision decision);

  /** What is shown for approval now; null: nothing. */
  @QueryMethod(name = "review", description = "What waits for approval, if something does.")
  @Nullable Review review();

  /** Where the job stands. */
  @QueryMethod(
      name = "status",
      description = "Where the job stands: stages, items of total, percent, waits, last events.")
  JobView status();

  /** The events after a number, oldest first, at most 200. */
  @QueryMethod(
      name = "events",
      description = "Events after the given number, oldest first. Argument: a number, 0 for all.")
  List<JobEvent> events(long after);
}
