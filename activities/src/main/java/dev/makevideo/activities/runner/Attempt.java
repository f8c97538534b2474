package dev.makevideo.activities.runner;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInfo;

/**
 * Whose work the current thread does.
 *
 * @param jobId the job
 * @param runId which run of the job, as Temporal calls it: a retry is another one
 * @param number which attempt of the activity, from 1
 */
public record Attempt(String jobId, String runId, int number) {
  /** That of the activity on this thread; to be passed where one is asked for. */
  public static Attempt current() {
    ActivityInfo info = Activity.getExecutionContext().getInfo();
    String jobId = info.getWorkflowId();
    String runId = info.getWorkflowRunId();
    if (jobId == null || runId == null) {
      throw new IllegalStateException("the activity belongs to no workflow");
    }
    return new Attempt(jobId, runId, info.getAttempt());
  }
}
