package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.progress.Holding;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where a paused job stops: before each activity. It puts something into the history only while the
 * job is paused.
 */
final class PauseGate {
  private final Holding holding;

  PauseGate(Holding holding) {
    this.holding = holding;
  }

  boolean isClosed() {
    return holding.pausedSince().isPresent() && !CancellationScope.current().isCancelRequested();
  }

  /** Waits while the job is paused, unless it is cancelled: what is called next finds that out. */
  void pass() {
    passOr(() -> false);
  }

  /**
   * As {@link #pass}, or until something has ended.
   *
   * @return whether something has
   * @throws io.temporal.failure.ApplicationFailure if the job is paused for longer than it may be
   */
  boolean passOr(BooleanSupplier ended) {
    while (isClosed() && !ended.getAsBoolean()) {
      Optional<Instant> since = holding.pausedSince();
      Duration left = left(since.orElseThrow());
      if (left.isZero() || left.isNegative()) {
        throw Failures.of(
            FailureType.DEADLINE_EXCEEDED,
            "the job was paused for " + JobLimits.PAUSE.toDays() + " days; retry it to go on");
      }
      NamedTimer.await(
          left, "paused", () -> ended.getAsBoolean() || !holding.pausedSince().equals(since), true);
    }
    return ended.getAsBoolean();
  }

  private static Duration left(Instant since) {
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    return Duration.between(now, since.plus(JobLimits.PAUSE));
  }
}
