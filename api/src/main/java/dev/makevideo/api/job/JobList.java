package dev.makevideo.api.job;

import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.ArrayList;
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
  /** A text is looked for in so many jobs at once, as the server cannot look for it. */
  private static final int LOOKED_AT_ONCE = 500;

  /** And in so many for one page; the next one goes on from there. */
  static final int MOST_LOOKED_AT = 5_000;

  private final WorkflowPages pages;

  JobList(WorkflowClient client) {
    pages = new WorkflowPages(client);
  }

  /**
   * One page; with a text to look for it may have fewer rows, or none, and yet not be the last.
   *
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server without visibility
   */
  JobPage list(String tenant, JobFilter filter, Optional<String> token, int size) {
    String query = query(tenant) + filter.conditions();
    if (filter.text().isPresent()) {
      return found(query, filter, token, size);
    }
    WorkflowPages.Page page = pages.page(query, token, size);
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

  private JobPage found(String query, JobFilter filter, Optional<String> token, int size) {
    List<JobPage.Row> found = new ArrayList<>();
    Optional<String> next = token;
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += LOOKED_AT_ONCE) {
      WorkflowPages.Page page = pages.page(query, next, LOOKED_AT_ONCE);
      Set<String> older = olderRuns(page.rows());
      for (WorkflowExecutionMetadata job : page.rows()) {
        if (found.size() == size) {
          return new JobPage(found, next);
        }
        JobPage.Row row = row(job);
        if (filter.fits(row) && !older.contains(job.getExecution().getRunId())) {
          found.add(row);
        }
        next = Optional.of(WorkflowPages.after(job));
      }
      next = page.next();
      if (next.isEmpty() || found.size() == size) {
        break;
      }
    }
    return new JobPage(found, next);
  }

  /** The tenant's form excludes quotes. */
  private static String query(String tenant) {
    return "WorkflowType = '"
        + MakeVideoWorkflow.TYPE
        + "' AND "
        + JobAttributes.TENANT.getName()
        + " = '"
        + tenant
        + "'";
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
        JobLookup.Job.memo(job, JobAttributes.MEMO_METADATA, Metadata.class),
        status == JobStatus.COMPLETED
            ? OptionalInt.of(100)
            : view.map(v -> OptionalInt.of(v.percent())).orElse(OptionalInt.empty()),
        job.getStartTime(),
        Optional.ofNullable(job.getCloseTime()),
        view.flatMap(JobView::failureType),
        hold.flatMap(JobHold::pausedSince),
        hold.flatMap(JobHold::approval).map(wait -> JobHold.APPROVAL),
        JobLookup.Job.memo(job, JobAttributes.MEMO_PARENT, Lineage.class).map(Lineage::parent),
        JobResourceAssembler.self(id));
  }
}
