package dev.makevideo.api.job;

import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Counts the jobs of a tenant that are not ended, by the server's lists. Thread-safe. */
public final class RunningJobs implements ToLongFunction<String> {
  private static final long WITHIN_SECONDS = 5;

  private final WorkflowClient client;

  public RunningJobs(WorkflowClient client) {
    this.client = client;
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
        "WorkflowType = '%s' AND ExecutionStatus = 'Running' AND %s = '%s'"
            .formatted(MakeVideoWorkflow.TYPE, JobAttributes.TENANT.getName(), tenant);
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(WITHIN_SECONDS, TimeUnit.SECONDS)
        .countWorkflowExecutions(
            CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setQuery(query)
                .build())
        .getCount();
  }
}
