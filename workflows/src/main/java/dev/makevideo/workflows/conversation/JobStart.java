package dev.makevideo.workflows.conversation;

import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.job.JobPriority;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RequestText;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * Starts a job as a child that outlives its conversation. The server takes an id once, and the
 * history knows whether it did: no activity could be as sure.
 */
final class JobStart {
  private JobStart() {}

  /** Starts it, and waits until the server has it; does nothing where it has it already. */
  static void start(JobId id, VideoRequest request, Optional<ObjectRef> webhook) {
    // The propagator takes both ids from here into the job.
    MDC.put(CorrelationKeys.CORRELATION_ID, request.correlationId());
    MDC.put(CorrelationKeys.JOB_ID, id.value());
    MakeVideoWorkflow job =
        Workflow.newChildWorkflowStub(MakeVideoWorkflow.class, options(id, request, webhook));
    Async.function(job::makeVideo, request);
    try {
      Workflow.getWorkflowExecution(job).get();
    } catch (ChildWorkflowFailure e) {
      if (!(e.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        throw e;
      }
    } finally {
      MDC.remove(CorrelationKeys.JOB_ID);
    }
  }

  private static ChildWorkflowOptions options(
      JobId id, VideoRequest request, Optional<ObjectRef> webhook) {
    Map<String, Object> memo = new HashMap<>();
    memo.put(JobAttributes.MEMO_QUERY, RequestText.query(request));
    webhook.ifPresent(url -> memo.put(JobAttributes.MEMO_WEBHOOK, url));
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(id.value())
        .setTaskQueue(TaskQueues.LIGHT)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setPriority(JobPriority.of(request))
        .setMemo(memo)
        .setTypedSearchAttributes(JobAttributes.queued(request))
        .setStaticSummary(RequestText.summary(request))
        .setStaticDetails(RequestText.details(id, request))
        .build();
  }
}
