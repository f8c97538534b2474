package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds jobs by id and tenant, with or without a worker. Thread-safe. */
final class JobLookup {
  private final WorkflowClient client;
  private final CallDeadline deadline;

  JobLookup(WorkflowClient client, CallDeadline deadline) {
    this.client = client;
    this.deadline = deadline;
  }

  /**
   * The job.
   *
   * @throws ProblemException with 404 if there is none, or if it is another tenant's
   */
  Job find(String id, String tenant) {
    try {
      return find(new JobId(id), tenant);
    } catch (IllegalArgumentException e) {
      throw notFound(id);
    }
  }

  /** As {@link #find(String, String)}. */
  Job find(JobId id, String tenant) {
    WorkflowStub stub = client.newUntypedWorkflowStub(id.value());
    WorkflowExecutionDescription description;
    try {
      description = deadline.call(stub::describe);
    } catch (WorkflowNotFoundException e) {
      throw notFound(id.value());
    }
    Job job = new Job(id, stub, description);
    boolean isJob = MakeVideoWorkflow.TYPE.equals(description.getWorkflowType());
    if (!isJob || !tenant.equals(job.tenant())) {
      throw notFound(id.value());
    }
    return job;
  }

  static ProblemException notFound(String id) {
    String shown = id.length() > 70 ? id.substring(0, 70) + "…" : id;
    return new ProblemException(ProblemType.NOT_FOUND, "There is no job \"" + shown + "\".");
  }

  /** A job as Temporal describes it. */
  record Job(JobId id, WorkflowStub stub, WorkflowExecutionDescription description) {
    boolean isOpen() {
      return isOpen(description);
    }

    static boolean isOpen(WorkflowExecutionMetadata description) {
      return description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
          || description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED;
    }

    @Nullable String tenant() {
      return description.getTypedSearchAttributes().get(JobAttributes.TENANT);
    }

    Optional<String> correlationId() {
      return Optional.ofNullable(
          description.getTypedSearchAttributes().get(JobAttributes.CORRELATION_ID));
    }

    JobStatus status() {
      return status(description);
    }

    /** How the job stands by Temporal's own account. */
    static JobStatus status(WorkflowExecutionMetadata description) {
      return switch (description.getStatus()) {
        case WORKFLOW_EXECUTION_STATUS_COMPLETED -> JobStatus.COMPLETED;
        case WORKFLOW_EXECUTION_STATUS_CANCELED -> JobStatus.CANCELLED;
        case WORKFLOW_EXECUTION_STATUS_FAILED,
            WORKFLOW_EXECUTION_STATUS_TERMINATED,
            WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
            JobStatus.FAILED;
        default ->
            JobStatus.QUEUED
                    .label()
                    .equals(description.getTypedSearchAttributes().get(JobAttributes.STATUS))
                ? JobStatus.QUEUED
                : JobStatus.RUNNING;
      };
    }

    /** The job as it was when the workflow last wrote it down; absent before its first step. */
    Optional<JobView> memoView() {
      return memo(JobAttributes.MEMO_VIEW, JobView.class);
    }

    /** The job's runs before this one, if it was retried. */
    Optional<EarlierRuns> earlierRuns() {
      return memo(JobAttributes.MEMO_EARLIER, EarlierRuns.class);
    }

    /** Where the URL lies that it tells of itself, if it does. */
    Optional<ObjectRef> webhook() {
      return memo(JobAttributes.MEMO_WEBHOOK, ObjectRef.class);
    }

    /** The job that it was made from, if there is one. */
    Optional<Lineage> lineage() {
      return memo(JobAttributes.MEMO_PARENT, Lineage.class);
    }

    <T> Optional<T> memo(String key, Class<T> type) {
      return memo(description, key, type);
    }

    static <T> Optional<T> memo(WorkflowExecutionMetadata description, String key, Class<T> type) {
      return WorkflowPages.memo(description, key, type);
    }
  }
}
