package dev.makevideo.api.job;

import com.google.protobuf.ByteString;
import dev.makevideo.api.http.ProblemException;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.converter.DataConverterException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists workflows by the server's visibility, newest first. SQL stores list open workflows first
 * and then by closing time, and cannot be told otherwise. So it reads windows of the time of start
 * that are short enough to be read in one go: what it got of a window that was too long tells of a
 * shorter one that has a whole page in it. Thread-safe.
 */
public final class WorkflowPages {
  /** What is read in one go. */
  private static final int PAGE = 1_000;

  /** So often a window is made shorter; each time makes it about ten times shorter. */
  private static final int MOST_WINDOWS = 20;

  /** Of a window that cannot be made shorter: what began in the same moment. */
  private static final int MOST_LOOKED_AT = 20_000;

  private static final int LONGEST_TOKEN = 300;

  /** Beyond this the server does not read times, and nothing began. */
  static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

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

  public WorkflowPages(WorkflowClient client) {
    this.client = client;
  }

  /**
   * A page.
   *
   * @param rows newest first
   * @param next asks for the page after it; absent on the last
   */
  public record Page(List<WorkflowExecutionMetadata> rows, Optional<String> next) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One page of the workflows that a query finds.
   *
   * @param query in the server's language; whoever makes it keeps quotes out of the values
   * @param token {@link Page#next} of the page before; absent for the first
   * @throws ProblemException with 400 if the token is none of this service's
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server without visibility
   */
  public Page page(String query, Optional<String> token, int size) {
    Optional<Cursor> cursor = token.map(Cursor::of);
    String before =
        cursor.map(at -> query + " AND StartTime <= '" + at.start() + "'").orElse(query);
    List<WorkflowExecutionMetadata> found = newest(before, cursor, size + 1);
    List<WorkflowExecutionMetadata> page = found.subList(0, Math.min(size, found.size()));
    @Nullable String next = null;
    if (found.size() > size) {
      WorkflowExecutionMetadata last = page.get(size - 1);
      next = after(last);
    }
    return new Page(page, Optional.ofNullable(next));
  }

  /** Asks for the page that begins after this one. */
  static String after(WorkflowExecutionMetadata job) {
    return new Cursor(job.getStartTime(), job.getExecution().getWorkflowId()).token();
  }

  /** A text as it stands in a query. */
  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /**
   * All runs of these workflows, in the server's order.
   *
   * @param ids without quotes
   */
  List<WorkflowExecutionMetadata> runs(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : fetch(
                ids.stream().collect(Collectors.joining("', '", "WorkflowId IN ('", "')")),
                MOST_LOOKED_AT)
            .jobs();
  }

  /**
   * How many workflows a query finds.
   *
   * @throws io.grpc.StatusRuntimeException if the server does not answer within five seconds
   */
  public long count(String query) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(LIST_WITHIN_SECONDS, TimeUnit.SECONDS)
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(query)
                .build())
        .getCount();
  }

  /** What a memo says; absent if it does not say it, or says it in the form of a newer version. */
  public static <T> Optional<T> memo(
      WorkflowExecutionMetadata workflow, String key, Class<T> type) {
    try {
      return Optional.ofNullable(workflow.getMemo(key, type, type));
    } catch (DataConverterException e) {
      return Optional.empty(); // the rest is still worth showing
    }
  }

  /** The newest workflows after the cursor, newest first; at least so many, if there are. */
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
   * Workflows in the server's order.
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
}
