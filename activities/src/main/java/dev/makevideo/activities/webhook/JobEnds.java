package dev.makevideo.activities.webhook;

import dev.makevideo.workflows.contract.WatchedJob;
import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How jobs ended that could not tell it themselves: by Temporal's own account. Thread-safe. */
public final class JobEnds {
  private final WorkflowClient client;

  public JobEnds(WorkflowClient client) {
    this.client = client;
  }

  WatchedJob look(String jobId) {
    WorkflowExecutionDescription job;
    try {
      job = client.newUntypedWorkflowStub(jobId).describe();
    } catch (WorkflowNotFoundException e) {
      return new WatchedJob(false, Optional.empty());
    }
    @Nullable Instant closed = job.getCloseTime();
    if (closed == null) {
      return new WatchedJob(true, Optional.empty());
    }
    WebhookEvent event = event(jobId, job, closed);
    String correlation =
        Objects.requireNonNullElse(
            job.getTypedSearchAttributes().get(JobAttributes.CORRELATION_ID), "");
    return new WatchedJob(true, Optional.of(EventBody.notice(event, correlation)));
  }

  private static WebhookEvent event(
      String jobId, WorkflowExecutionDescription job, Instant closed) {
    WebhookEventType type =
        switch (job.getStatus()) {
          case WORKFLOW_EXECUTION_STATUS_COMPLETED -> WebhookEventType.FINISHED;
          case WORKFLOW_EXECUTION_STATUS_CANCELED -> WebhookEventType.CANCELLED;
          default -> WebhookEventType.FAILED;
        };
    return new WebhookEvent(
        "msg_" + job.getExecution().getRunId().replace("-", "") + "_end",
        jobId,
        type,
        closed,
        switch (type) {
          case FINISHED -> JobStatus.COMPLETED;
          case CANCELLED -> JobStatus.CANCELLED;
          case STARTED, AWAITING_APPROVAL, FAILED -> JobStatus.FAILED;
        },
        memo(job, JobAttributes.MEMO_QUERY, String.class).orElse(""),
        memo(job, JobAttributes.MEMO_METADATA, Metadata.class).orElse(Metadata.none()),
        memo(job, JobAttributes.MEMO_EARLIER, EarlierRuns.class).map(runs -> runs.count() + 1),
        Optional.empty(),
        type == WebhookEventType.FAILED ? Optional.of(failure(job)) : Optional.empty());
  }

  /** Only who was terminated is told to have been; another job wrote down why it failed. */
  private static WebhookEvent.Failure failure(WorkflowExecutionDescription job) {
    return switch (job.getStatus()) {
      case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
          failure(FailureType.TERMINATED, "The job was ended from outside.");
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          failure(FailureType.DEADLINE_EXCEEDED, "The job did not end in its time.");
      default ->
          memo(job, JobAttributes.MEMO_VIEW, JobView.class)
              .flatMap(
                  view ->
                      view.failureType()
                          .map(code -> WebhookEvent.Failure.of(code, view.failureMessage())))
              .orElseGet(
                  () ->
                      failure(FailureType.INTERNAL, "The job failed and did not write down why."));
    };
  }

  private static WebhookEvent.Failure failure(FailureType type, String detail) {
    return new WebhookEvent.Failure(type.label(), detail);
  }

  private static <T> Optional<T> memo(WorkflowExecutionDescription job, String key, Class<T> type) {
    return Optional.ofNullable(job.getMemo(key, type, type));
  }
}
