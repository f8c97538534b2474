package dev.makevideo.api.job;

import com.google.protobuf.ByteString;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lists jobs by the server's visibility, newest first. SQL stores list open workflows first and
 * then by closing time, and cannot be told otherwise. So it reads windows of the time of start that
 * are short enough to be read in one go: what it got of a window that was too long tells of a
 * shorter one that has a whole page in it. Thread-safe.
 */
final class JobList {
  /** What is read in one go. */
  private static final int PAGE = 1_000;

  /** So often a window is made shorter; each time makes it about ten times shorter. */
  private static final int MOST_WINDOWS = 20;

  /** Of a window that cannot be made shorter: jobs that began in the same moment. */
  private static final int MOST_LOOKED_AT = 20_000;

  private static final int LONGEST_TOKEN = 300;

  /** Beyond this the server does not read times, and no job began. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private static final long LIST_WITHIN_SECONDS = 5;
  private static final Comparator<WorkflowExecutionMetadata> NEWEST_FIRST =
      Comparator.comparing(WorkflowExecutionMetadata::getStartTime)
          .thenComparing(job -> job.getExecution().getWorkflowId())
          .reversed();

  private final WorkflowClient client;

  /** Where the last page ended. */
  private record Cursor(Instant start, String id) {
    boolean isBefore(WorkflowExecutionMetadata job) {
      int order = job.getStartTime().compareTo(start);
      return order < 0 || (order == 0 && job.getExecution().getWorkflowId().compareTo(id) < 0);
    }

    String token() {
      String text = start + " " + id;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor of(String token) {
      try {
        if (token.length() <= LONGEST_TOKEN) {
          String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
          int space = text.indexOf(' ');
          Instant start = Instant.parse(text.substring(0, Math.max(space, 0)));
          if (!start.isBefore(Instant.EPOCH) && start.isBefore(LATEST)) {
            return new Cursor(start, text.substring(space + 1));
          }
        }
      } catch (IllegalArgumentException | DateTimeException e) {
        // falls through to the one message
      }
      throw ProblemException.value(
              "page_token", token, "page_token is not one that this service gave out.")
          .withStatus(400);
    }
  }

  JobList(WorkflowClient client) {
    this.client = client;
  }

  /**
   * One page.
   *
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server without visibility
   */
  JobPage list(String tenant, Optional<JobStatus> status, Optional<String> token, int size) {
    Optional<Cursor> cursor = token.map(Cursor::of);
    String query = query(tenant, status, cursor);
    List<WorkflowExecutionMetadata> found = newest(query, cursor, size + 1);
    List<WorkflowExecutionMetadata> page = found.subList(0, Math.min(size, found.size()));
    @Nullable String next = null;
    if (found.size() > size) {
      WorkflowExecutionMetadata last = page.get(size - 1);
      next = new Cursor(last.getStartTime(), last.getExecution().getWorkflowId()).token();
    }
    return new JobPage(page.stream().map(JobList::row).toList(), Optional.ofNullable(next));
  }

  /** The newest jobs after the cursor, newest first; at least so many, if there are. */
  private List<WorkflowExecutionMetadata> newest(
      String query, Optional<Cursor> cursor, int wanted) {
    Optional<Instant> from = Optional.empty();
    for (int windows = 1; ; windows++) {
      String window = from.map(start -> query + " AND StartTime >= '" + start + "'").orElse(query);
      boolean shortest = windows == MOST_WINDOWS;
      Fetched fetched = fetch(window, shortest ? MOST_LOOKED_AT : PAGE);
      List<WorkflowExecutionMetadata> jobs = sorted(fetched, cursor);
      if (fetched.whole() || shortest) {
        return jobs;
      }
      // It has more, but so many of it began at this time or later: nothing before is wanted.
      Optional<Instant> later =
          jobs.size() < wanted ? from : Optional.of(jobs.get(wanted - 1).getStartTime());
      if (later.equals(from)) {
        return sorted(fetch(window, MOST_LOOKED_AT), cursor);
      }
      from = later;
    }
  }

  private static List<WorkflowExecutionMetadata> sorted(Fetched fetched, Optional<Cursor> cursor) {
    return fetched.jobs().stream()
        .filter(job -> cursor.isEmpty() || cursor.get().isBefore(job))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /**
   * Jobs in the server's order.
   *
   * @param whole whether there are no more
   */
  private record Fetched(List<WorkflowExecutionMetadata> jobs, boolean whole) {}

  private Fetched fetch(String query, int most) {
    List<WorkflowExecutionMetadata> found = new ArrayList<>();
    ByteString next = ByteString.EMPTY;
    do {
      ListWorkflowExecutionsResponse answer =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(LIST_WITHIN_SECONDS, TimeUnit.SECONDS)
              .listWorkflowExecutions(
                  ListWorkflowExecutionsRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setQuery(query)
                      .setPageSize(PAGE)
                      .setNextPageToken(next)
                      .build());
      answer.getExecutionsList().stream()
          .map(info -> new WorkflowExecutionMetadata(info, client.getOptions().getDataConverter()))
          .forEach(found::add);
      next = answer.getNextPageToken();
    } while (!next.isEmpty() && found.size() < most);
    return new Fetched(found, next.isEmpty());
  }

  /** The tenant's form excludes quotes. */
  private static String query(String tenant, Optional<JobStatus> status, Optional<Cursor> cursor) {
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
    if (cursor.isPresent()) {
      query += " AND StartTime <= '" + cursor.get().start() + "'";
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
