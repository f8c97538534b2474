package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

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
