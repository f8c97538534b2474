package dev.makevideo.workflows.pipeline;

import io.temporal.workflow.Workflow;

/**
 * The closed list of changes of the workflow's commands, as this run knows them. A run that began
 * before a change goes on without it, for its history must replay. Asked once, at the start.
 *
 * @param boundedWaits waits for services are counted for the whole job, do not rewrite the memo
 *     each time, and leave no timer behind
 * @param sameFootage a clip that shows what an approved one shows is rejected
 */
record WorkflowChanges(boolean boundedWaits, boolean sameFootage) {
  // The names of the changes in histories, which are never used for others.
  private static final String BOUNDED_WAITS = "bounded-waits";

  private static final String SAME_FOOTAGE = "same-footage";

  private static final String JOB_EXPIRY = "job-expiry";

  /** Whether this run of the daily workflow deletes jobs before it collects. */
  static boolean expiresJobs() {
    return has(JOB_EXPIRY);
  }

  /** Adds a marker for each change to the history of a run that begins. */
  static WorkflowChanges ofThisRun() {
    return new WorkflowChanges(has(BOUNDED_WAITS), has(SAME_FOOTAGE));
  }

  private static boolean has(String change) {
    return Workflow.getVersion(change, Workflow.DEFAULT_VERSION, 1) > Workflow.DEFAULT_VERSION;
  }
}
