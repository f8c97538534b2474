package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.ExpiredJobs;
import dev.makevideo.workflows.contract.ExpiryActivities;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import dev.makevideo.workflows.freeing.FreeingLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/** Stateless: first jobs go, then what nothing uses. */
public final class HousekeepingWorkflowImpl implements HousekeepingWorkflow {
  /** A store of a million files is walked within this time; tomorrow is another day. */
  private static final Duration LIMIT = Duration.ofHours(1);

  private static final int ATTEMPTS = 3;

  @Override
  public CollectedArtifacts keepHouse() {
    return WorkflowChanges.expiresJobs() ? expireAndCollect() : collect();
  }

  /** If jobs cannot be deleted, the store is cleaned all the same, and then the trouble is told. */
  private static CollectedArtifacts expireAndCollect() {
    Optional<ActivityFailure> trouble = Optional.empty();
    ExpiredJobs expired = ExpiredJobs.NONE;
    try {
      expired =
          Workflow.newActivityStub(ExpiryActivities.class, FreeingLimits.options("jobs' expiry"))
              .expireJobs();
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      trouble = Optional.of(failure);
    }
    CollectedArtifacts collected = collect();
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    return collected.after(expired);
  }

  private static CollectedArtifacts collect() {
    return Workflow.newActivityStub(
            HousekeepingActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(LIMIT)
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(ATTEMPTS).build())
                .build())
        .collectArtifacts();
  }
}
