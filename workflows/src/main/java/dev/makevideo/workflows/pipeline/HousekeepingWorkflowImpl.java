package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** Stateless: one activity. */
public final class HousekeepingWorkflowImpl implements HousekeepingWorkflow {
  /** A store of a million files is walked within this time; tomorrow is another day. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final int ATTEMPTS = 3;

  @Override
  public CollectedArtifacts keepHouse() {
    return Workflow.newActivityStub(
            HousekeepingActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LIMIT)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(ATTEMPTS).build())
                .build())
        .collectArtifacts();
  }
}
