package dev.makevideo.workflows.pipeline;

import io.temporal.workflow.Workflow;

/**
 * The closed list of changes of the workflow's commands, as this run knows them. A run that began
 * before a change goes on without it, for its history must replay. Asked once, at the start.
 *
 * @param boundedWaits waits for services are counted for the whole job, do not rewrite the memo
 *     each time, and leave no timer behind
 */
record WorkflowChanges(boolean boundedWaits) {
  /** The name of the change in histories, which is never used for another. */
  private static final String BOUNDED_WAITS = "bounded-waits";

  /** Adds a marker for each change to the history of a run that begins. */
  static WorkflowChanges ofThisRun() {
    return new WorkflowChanges(has(BOUNDED_WAITS));
  }

  private static boolean has(String change) {
    return Workflow.getVersion(change, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
  }
}
