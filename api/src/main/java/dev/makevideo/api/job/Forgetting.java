package dev.makevideo.api.job;

import dev.makevideo.platform.forgetting.Freeing;
import dev.makevideo.platform.forgetting.ServerRuns;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes closed jobs from the server, with the runs before a retry, and has the store freed of
 * what only they named. Thread-safe.
 */
final class Forgetting {
  private final ServerRuns server;
  private final WorkflowPages pages;
  private final Freeing freeing;

  Forgetting(WorkflowClient client) {
    this.server = new ServerRuns(client);
    this.freeing = new Freeing(client);
    this.pages = new WorkflowPages(client);
  }

  /**
   * Deletes the job, what belongs to it first: whatever comes in between, what is left can be found
   * by the job, and be deleted with it.
   *
   * @throws io.grpc.StatusRuntimeException with UNIMPLEMENTED on a server that deletes nothing
   */
  void forget(JobLookup.Job job) {
    server.deleteWebhooks(job.id().value());
    WorkflowExecution newest = job.description().getExecution();
    List<WorkflowExecutionMetadata> all = runs(job);
    freeing.jobGoes(job.id().value(), all);
    for (WorkflowExecutionMetadata run : all) {
      if (!run.getExecution().equals(newest)) {
        server.delete(run.getExecution());
      }
    }
    server.delete(newest);
  }

  private List<WorkflowExecutionMetadata> runs(JobLookup.Job job) {
    List<WorkflowExecutionMetadata> all = new ArrayList<>(List.of(job.description()));
    if (job.earlierRuns().isPresent()) {
      all.addAll(pages.runs(Set.of(job.id().value())));
    }
    return all;
  }
}
