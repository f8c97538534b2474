package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long one stage waits for services: each time until the time that is named, but at least a
 * pause that doubles, and no longer than the job's budget lasts.
 */
final class StageWaits {
  private final boolean forTheWholeJob;
  private Duration pause = JobLimits.FIRST_PAUSE;
  private WaitBudget budget;
  private int inARow;

  private StageWaits(WaitBudget budget, boolean forTheWholeJob) {
    this.budget = budget;
    this.forTheWholeJob = forTheWholeJob;
  }

  /**
   * @param job the budget that all stages share
   */
  static StageWaits within(WaitBudget job) {
    return new StageWaits(job, true);
  }

  /** With a budget of its own, which begins anew whenever the service has answered. */
  static StageWaits ofOneStage() {
    return new StageWaits(new WaitBudget(), false);
  }

  /**
   * How long to wait now.
   *
   * @throws io.temporal.failure.ApplicationFailure if that is more than a job waits
   */
  Duration next(ServiceWait wait, long now) {
    Duration named = Duration.ofMillis(wait.retryAt().toEpochMilli() - now);
    Duration next = named.compareTo(pause) < 0 ? pause : named;
    if (!budget.spend(now, next)) {
      throw Failures.of(
          FailureType.DEPENDENCY_UNAVAILABLE,
          wait.service()
              + " is not to be had within "
              + JobLimits.SERVICE_WAIT.toHours()
              + " h"
              + (forTheWholeJob ? " that a job waits for services" : "")
              + ": "
              + wait.reason());
    }
    Duration doubled = pause.multipliedBy(2);
    inARow++;
    pause = doubled.compareTo(JobLimits.LONGEST_PAUSE) > 0 ? JobLimits.LONGEST_PAUSE : doubled;
    return next;
  }

  /**
   * Why an item is not tried again: it was tried too often, or its source wants it to wait longer
   * than a job waits. Empty if it may be tried.
   *
   * @param attempts how often it was tried
   */
  static Optional<Rejection> objection(int attempts, Instant retryAt, long now, String detail) {
    String why;
    if (attempts >= JobLimits.ITEM_ATTEMPTS) {
      why = "still failing after " + attempts + " attempts: ";
    } else if (retryAt.toEpochMilli() - now > JobLimits.SERVICE_WAIT.toMillis()) {
      why = "not to be had before " + retryAt + ": ";
    } else {
      return Optional.empty();
    }
    return Optional.of(Rejection.of(Rejection.Reason.ATTEMPTS_EXHAUSTED, why + detail));
  }

  /** Whether the last wait followed another one, without an answer between them. */
  boolean isAgain() {
    return inARow > 1;
  }

  /** The service answered. */
  void answered() {
    inARow = 0;
    pause = JobLimits.FIRST_PAUSE;
    if (!forTheWholeJob) {
      budget = new WaitBudget();
    }
  }
}
