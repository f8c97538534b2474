package dev.makevideo.api.diagnosis;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.WorkflowExecutionDescription;
import java.util.Optional;

/**
 * A job, with what its other pages know of it.
 *
 * @param description as Temporal describes it
 * @param view where it stands, asked from a worker now or as it was last written down
 * @param failure how it failed, if it did
 * @param notes what is worth knowing of a completed one; empty: nothing
 */
public record Subject(
    String id,
    JobStatus status,
    WorkflowExecutionDescription description,
    Optional<JobView> view,
    Optional<Failed> failure,
    Optional<String> correlationId,
    String notes) {
  /** How a job failed. */
  public record Failed(FailureType type, String detail) {}
}
