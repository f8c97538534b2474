package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Once a day, started by a schedule of the Temporal server. */
@WorkflowInterface
public interface HousekeepingWorkflow {
  /** The workflow's type. */
  String TYPE = "Housekeeping";

  /** Deletes jobs that ended long ago, then what nothing uses; its result says how much. */
  @WorkflowMethod(name = TYPE)
  CollectedArtifacts keepHouse();
}
