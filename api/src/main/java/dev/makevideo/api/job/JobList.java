package dev.makevideo.api.job;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

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
    Set<String> older = olderRuns(page.rows());
    return new JobPage(
        page.rows().stream()
            .filter(row -> !older.contains(row.getExecution().getRunId()))
            .map(JobList::row)
            .toList(),
        page.next());
  }

  /**
   * Runs of jobs that were retried later: a job is shown once, as its newest run stands. So a page
   * may be shorter than it was asked to be.
   */
  private Set<String> olderRuns(List<WorkflowExecutionMetadata> rows) {
    Set<String> ids = new TreeSet<>();
    for (WorkflowExecutionMetadata row : rows) {
      JobStatus status = JobLookup.Job.status(row);
      if (status == JobStatus.FAILED || status == JobStatus.CANCELLED) {
        ids.add(row.getExecution().getWorkflowId());
      }
    }
    Map<String, WorkflowExecutionMetadata> newest = new HashMap<>();
    Set<String> older = new HashSet<>();
    for (WorkflowExecutionMetadata run : pages.runs(ids)) {
      newest.merge(
          run.getExecution().getWorkflowId(),
          run,
          (a, b) -> {
            boolean first = a.getStartTime().isBefore(b.getStartTime());
            older.add((first ? a : b).getExecution().getRunId());
            return first ? b : a;
          });
    }
    return older;
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
    Optional<JobHold> hold = status.isFinal() ? Optional.empty() : view.flatMap(JobView::hold);
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
        hold.flatMap(JobHold::pausedSince),
        hold.flatMap(JobHold::approval).map(wait -> JobHold.APPROVAL),
        JobResourceAssembler.self(id));
  }
}
