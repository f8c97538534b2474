package dev.makevideo.platform.temporal;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs there are in each state, as the Temporal server lists them: true also after a kill,
 * and for jobs that were terminated. Asked every five seconds apart from scrapes, each time with a
 * bound, so that a slow server slows none; not a number while unknown, as on servers that cannot
 * count. Thread-safe.
 */
public final class ListedJobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ListedJobs.class);
  private static final long EVERY_SECONDS = 5;
  private static final long ANSWER_SECONDS = 3;
  private static final String JOBS = "WorkflowType=\"" + MakeVideoWorkflow.TYPE + "\"";
  private static final String BY_STATUS = JOBS + " GROUP BY ExecutionStatus";
  private static final String QUEUED =
      JOBS
          + " AND "
          + JobAttributes.OPEN_RUNS
          + " AND "
          + JobAttributes.STATUS.getName()
          + "=\""
          + JobStatus.QUEUED.label()
          + "\"";

  /** Temporal's words for how a workflow stands, and ours. */
  private static final Map<String, String> LABELS =
      Map.of(
          "Running", JobStatus.RUNNING.label(),
          "Paused", JobStatus.RUNNING.label(),
          "Completed", JobStatus.COMPLETED.label(),
          "Failed", JobStatus.FAILED.label(),
          "Canceled", JobStatus.CANCELLED.label(),
          "Terminated", "terminated",
          "TimedOut", "timed_out");

  private final WorkflowClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "listed-jobs");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Map<String, Double> counts = Map.of();

  public ListedJobs(WorkflowClient client) {
    this.client = client;
  }

  /** Asks from now on, and shows what was answered last. */
  public void register(Metrics metrics) {
    String queued = JobStatus.QUEUED.label();
    metrics.jobsActive(() -> count(queued) + count(JobStatus.RUNNING.label()));
    metrics.jobsListed(queued, () -> count(queued));
    Set.copyOf(LABELS.values()).forEach(label -> metrics.jobsListed(label, () -> count(label)));
    var unused = timer.scheduleWithFixedDelay(this::ask, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  private double count(String label) {
    return counts.getOrDefault(label, Double.NaN);
  }

  private void ask() {
    try {
      CountWorkflowExecutionsResponse all = answer(BY_STATUS);
      double queued = answer(QUEUED).getCount();
      Map<String, Double> now = new HashMap<>();
      LABELS.values().forEach(label -> now.put(label, 0.0));
      all.getGroupsList()
          .forEach(group -> now.merge(label(group), (double) group.getCount(), Double::sum));
      now.put(JobStatus.QUEUED.label(), queued);
      // The two answers are of different moments.
      now.computeIfPresent(
          JobStatus.RUNNING.label(), (label, count) -> Math.max(0, count - queued));
      counts = Map.copyOf(now);
    } catch (StatusRuntimeException e) {
      counts = Map.of();
      log.atDebug().setCause(e).log("jobs not counted");
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        timer.shutdown();
      }
    } catch (RuntimeException e) {
      // Thrown further, it would end the timer: nobody would be asked again.
      counts = Map.of();
      log.atWarn().setCause(e).log("jobs not counted");
    }
  }

  private static String label(CountWorkflowExecutionsResponse.AggregationGroup group) {
    String status =
        Payloads.converter().fromPayload(group.getGroupValues(0), String.class, String.class);
    return LABELS.getOrDefault(status, status);
  }

  private CountWorkflowExecutionsResponse answer(String query) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(query)
                .build());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
