package dev.makevideo.platform.webhook;

import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.webhook.WebhookLimits;
import dev.makevideo.workflows.webhook.WebhookState;
import dev.makevideo.workflows.webhook.WebhookWorkflow;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * Reaches the workflow that delivers a job's events, and starts it where it is not or not any more:
 * what it knew is in its memo, and goes along. Thread-safe.
 */
public final class DeliveryRuns {
  private final WorkflowClient client;

  public DeliveryRuns(WorkflowClient client) {
    this.client = client;
  }

  /** Where the deliveries of a job stand; absent if there never were any. Needs no worker. */
  public Optional<WebhookState> state(String jobId) {
    try {
      return Optional.ofNullable(
          client
              .newUntypedWorkflowStub(WebhookWorkflow.id(jobId))
              .describe()
              .getMemo(WebhookWorkflow.MEMO_STATE, WebhookState.class, WebhookState.class));
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Has an event delivered. */
  public void notice(WebhookState begin, WebhookNotice notice) {
    WebhookState start = state(begin.jobId()).map(begin::goingOn).orElse(begin);
    signal(start, WebhookWorkflow.NOTICE, notice);
  }

  /**
   * Has one sent again.
   *
   * @param known what {@link #state} told
   */
  public void again(WebhookState known, String id) {
    signal(known, WebhookWorkflow.AGAIN, id);
  }

  private void signal(WebhookState start, String signal, Object argument) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            WebhookWorkflow.TYPE,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WebhookWorkflow.id(start.jobId()))
                .setTaskQueue(TaskQueues.LIGHT)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowExecutionTimeout(WebhookLimits.ALTOGETHER)
                .setMemo(Map.of(WebhookWorkflow.MEMO_STATE, start))
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(JobAttributes.TENANT, start.tenant())
                        .set(JobAttributes.CORRELATION_ID, start.correlationId())
                        .build())
                .setStaticSummary("events of " + start.jobId())
                .build());
    stub.signalWithStart(signal, new Object[] {argument}, new Object[] {start});
  }
}
