package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Once a day, started by a schedule of the Temporal server. */
@WorkflowInterface
public interface HousekeepingWorkflow {
  /** The workflow's type. */
  String TYPE = "Housekeeping";

  /** Collects artifacts; what was deleted is its result. */
  @WorkflowMethod(name = TYPE)
  CollectedArtifacts keepHouse();
}
