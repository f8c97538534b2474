package dev.makevideo.api.job;

import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import io.temporal.client.WorkflowClient;
import java.util.function.ToLongFunction;

/** Counts the jobs of a tenant that are not ended, by the server's lists. Thread-safe. */
public final class RunningJobs implements ToLongFunction<String> {
  private final WorkflowPages pages;

  public RunningJobs(WorkflowClient client) {
    pages = new WorkflowPages(client);
  }

  /**
   * How many there are.
   *
   * @param tenant as API keys name one: letters, digits and hyphens
   * @throws io.grpc.StatusRuntimeException if the server does not answer within five seconds
   */
  @Override
  public long applyAsLong(String tenant) {
    String query =
        "WorkflowType = '%s' AND %s AND %s = '%s'"
            .formatted(
                MakeVideoWorkflow.TYPE,
                JobAttributes.OPEN_RUNS,
                JobAttributes.TENANT.getName(),
                tenant);
    return pages.count(query);
  }
}
