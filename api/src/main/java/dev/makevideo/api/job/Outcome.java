package dev.makevideo.api.job;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.VideoResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How a closed job ended, from the stored result: needs no worker.
 *
 * @param result if it was completed
 * @param failure if it failed
 */
record Outcome(Optional<VideoResult> result, Optional<Failure> failure) {
  private static final int DEEPEST_CAUSE = 10;
  private static final long READ_WITHIN_SECONDS = 5;

  /** What went wrong. */
  record Failure(FailureType type, String detail) {}

  static Outcome none() {
    return new Outcome(Optional.empty(), Optional.empty());
  }

  /**
   * Reads it; none while the job is open or if it was cancelled.
   *
   * @throws dev.makevideo.api.http.ProblemException with 404 if the job is gone meanwhile
   */
  static Outcome of(JobLookup.Job job) {
    return switch (job.status()) {
      case QUEUED, RUNNING, CANCELLED -> none();
      case COMPLETED, FAILED -> read(job);
    };
  }

  private static Outcome read(JobLookup.Job job) {
    try {
      VideoResult result =
          job.stub().getResult(READ_WITHIN_SECONDS, TimeUnit.SECONDS, VideoResult.class);
      return new Outcome(Optional.of(result), Optional.empty());
    } catch (WorkflowFailedException e) {
      return new Outcome(Optional.empty(), Optional.of(failure(e)));
    } catch (TimeoutException e) {
      return none();
    } catch (WorkflowNotFoundException e) {
      throw JobLookup.notFound(job.id().value()); // it was deleted since it was looked up
    }
  }

  private static Failure failure(WorkflowFailedException e) {
    @Nullable Throwable at = e.getCause();
    for (int depth = 0; at != null && depth < DEEPEST_CAUSE; depth++) {
      if (at instanceof ApplicationFailure known) {
        FailureType type = FailureType.ofLabel(known.getType()).orElse(FailureType.INTERNAL);
        return new Failure(type, String.valueOf(known.getOriginalMessage()));
      }
      if (at instanceof TerminatedFailure terminated) {
        return new Failure(FailureType.TERMINATED, terminatedFor(terminated));
      }
      if (at instanceof TimeoutFailure && at.getCause() == null) {
        return new Failure(FailureType.DEADLINE_EXCEEDED, "A step did not end in its time.");
      }
      at = at.getCause();
    }
    return new Failure(FailureType.INTERNAL, "The job was ended from outside.");
  }

  private static String terminatedFor(TerminatedFailure terminated) {
    @Nullable String reason = terminated.getOriginalMessage();
    String told = "The job was terminated in Temporal";
    return reason == null || reason.isBlank() ? told + "." : told + ": " + reason;
  }
}
