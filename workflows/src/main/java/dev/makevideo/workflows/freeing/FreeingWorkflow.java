package dev.makevideo.workflows.freeing;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.ForgottenJob;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Frees the store of what deleted jobs had named. There is one for all, which is there while
 * something waits to be freed.
 */
@WorkflowInterface
public interface FreeingWorkflow {
  /** The workflow's type. */
  String TYPE = "Freeing";

  /** The one workflow's id. */
  String ID = "make-video-freeing";

  /** Name of the signal that tells of deleted jobs. */
  String FORGOTTEN = "forgotten";

  /**
   * Ends when nothing waits any more.
   *
   * @return what the last of its runs freed
   */
  @WorkflowMethod(name = TYPE)
  CollectedArtifacts free(FreeingState begun);

  /** Tells of jobs that are deleted, or are about to be; twice is as good as once. */
  @SignalMethod(name = FORGOTTEN, description = "What deleted jobs had named in the store.")
  void forgotten(List<ForgottenJob> jobs);
}
