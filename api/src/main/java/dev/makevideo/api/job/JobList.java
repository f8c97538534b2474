package dev.makevideo.api.job;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.Optional;
import java.util.OptionalInt;

/** Lists jobs, newest first. Thread-safe. */
final class JobList {
  private final WorkflowPages pages;

  JobList(WorkflowClient client) {
    pages = new WorkflowPages(client);
  }

  /**
   * One page.
   *
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server without visibility
   */
  JobPage list(String tenant, Optional<JobStatus> status, Optional<String> token, int size) {
    WorkflowPages.Page page = pages.page(query(tenant, status), token, size);
    return new JobPage(page.rows().stream().map(JobList::row).toList(), page.next());
  }

  /** The tenant's form excludes quotes. */
  private static String query(String tenant, Optional<JobStatus> status) {
    String query =
        "WorkflowType = '"
            + MakeVideoWorkflow.TYPE
            + "' AND "
            + JobAttributes.TENANT.getName()
            + " = '"
            + tenant
            + "'";
    if (status.isPresent()) {
      query += " AND " + condition(status.get());
    }
    return query;
  }

  private static String condition(JobStatus status) {
    String own = JobAttributes.STATUS.getName();
    return switch (status) {
      case QUEUED, RUNNING ->
          "ExecutionStatus = 'Running' AND " + own + " = '" + status.label() + "'";
      case COMPLETED -> "ExecutionStatus = 'Completed'";
      case FAILED -> "ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut')";
      case CANCELLED -> "ExecutionStatus = 'Canceled'";
    };
  }

  private static JobPage.Row row(WorkflowExecutionMetadata job) {
    String id = job.getExecution().getWorkflowId();
    JobStatus status = JobLookup.Job.status(job);
    Optional<JobView> view = JobLookup.Job.memo(job, JobAttributes.MEMO_VIEW, JobView.class);
    return new JobPage.Row(
        id,
        status.label(),
        JobLookup.Job.memo(job, JobAttributes.MEMO_QUERY, String.class),
        status == JobStatus.COMPLETED
            ? OptionalInt.of(100)
            : view.map(v -> OptionalInt.of(v.percent())).orElse(OptionalInt.empty()),
        job.getStartTime(),
        Optional.ofNullable(job.getCloseTime()),
        view.flatMap(JobView::failureType),
        JobResourceAssembler.self(id));
  }
}
