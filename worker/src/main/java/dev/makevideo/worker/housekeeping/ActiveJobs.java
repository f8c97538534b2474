package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs run now, as the Temporal server knows it: right also after a kill. Asked every ten
 * seconds apart from scrapes, so that a slow server slows none; not a number while unknown.
 */
public final class ActiveJobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ActiveJobs.class);
  private static final long SECONDS = 10;
  private static final String QUERY =
      "WorkflowType=\"" + MakeVideoWorkflow.TYPE + "\" AND ExecutionStatus=\"Running\"";

  private final WorkflowClient client;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "active-jobs");
            thread.setDaemon(true);
            return thread;
          });
  private volatile double count = Double.NaN;

  public ActiveJobs(WorkflowClient client) {
    this.client = client;
  }

  public void register(Metrics metrics) {
    metrics.jobsActive(() -> count);
    timer.scheduleWithFixedDelay(this::ask, 0, SECONDS, TimeUnit.SECONDS);
  }

  private void ask() {
    try {
      count = client.countWorkflows(QUERY).getCount();
    } catch (StatusRuntimeException e) {
      count = Double.NaN;
      log.atDebug().setCause(e).log("running jobs not counted");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
