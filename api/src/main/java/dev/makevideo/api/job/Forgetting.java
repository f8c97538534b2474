package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.forgetting.Freeing;
import dev.makevideo.platform.forgetting.ServerRuns;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Deletes closed jobs from the server, with the runs before a retry, and has the store freed of
 * what only they named. Thread-safe.
 */
final class Forgetting {
  /**
   * The server answers that it deletes a run, and has done so some milliseconds later; of one that
   * closed just now up to a minute later, when it has noted that nothing of its end is pending.
   */
  private static final Duration GONE_WITHIN = Duration.ofSeconds(1);

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final ServerRuns server;
  private final WorkflowPages pages;
  private final Freeing freeing;
  private final CallDeadline deadline;
  private final LongSupplier nanos;

  /**
   * @param nanos only runs forward
   */
  Forgetting(WorkflowClient client, CallDeadline deadline, LongSupplier nanos) {
    this.server = new ServerRuns(client);
    this.freeing = new Freeing(client);
    this.pages = new WorkflowPages(client);
    this.deadline = deadline;
    this.nanos = nanos;
  }

  /**
   * Deletes the job, what belongs to it first: whatever comes in between, what is left can be found
   * by the job, and be deleted with it.
   *
   * @throws ProblemException with 409 if somebody had it retried meanwhile
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server that deletes nothing
   */
  void forget(JobLookup.Job job) {
    String id = job.id().value();
    List<WorkflowExecutionMetadata> all = runs(job);
    freeing.jobGoes(id, all);
    // The deliveries are looked at first: of a retry after that others tell, which stay.
    Optional<WorkflowExecutionMetadata> deliveries = newest(WebhookWorkflow.id(id));
    Optional<WorkflowExecutionMetadata> newest = newest(id);
    if (newest.filter(run -> !run.getExecution().equals(execution(job))).isPresent()) {
      throw new ProblemException(ProblemType.CONFLICT, "The job was retried just now.");
    }
    deliveries.ifPresent(run -> server.delete(run.getExecution()));
    for (WorkflowExecutionMetadata run : all) {
      server.delete(run.getExecution());
    }
  }

  /**
   * Waits a second at the most until the server has done what it was asked.
   *
   * @return whether the job that was forgotten is found no longer; if not, the server is still at
   *     it
   */
  boolean isGone(JobLookup.Job job) {
    long until = nanos.getAsLong() + GONE_WITHIN.toNanos();
    try {
      while (newest(job.id().value()).isPresent()) {
        if (nanos.getAsLong() - until > 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false; // the server stops
    }
  }

  /** All runs of the job, the newest one last. */
  private List<WorkflowExecutionMetadata> runs(JobLookup.Job job) {
    List<WorkflowExecutionMetadata> all = new ArrayList<>();
    if (job.earlierRuns().isPresent()) {
      pages.runs(Set.of(job.id().value())).stream()
          .filter(run -> !run.getExecution().equals(execution(job)))
          .forEach(all::add);
    }
    all.add(job.description());
    return all;
  }

  private static WorkflowExecution execution(JobLookup.Job job) {
    return job.description().getExecution();
  }

  private Optional<WorkflowExecutionMetadata> newest(String workflow) {
    return deadline.call(() -> server.newest(workflow));
  }
}
