package dev.makevideo.platform.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of the attempt before, if it ended with its worker: who is killed writes no span, and what
 * it had sent would hang in the air. The server knows: such an attempt timed out. Its times are
 * those between which it must have been. An attempt whose span was sent, and whose result was not,
 * is told of too, under the same id: the server cannot know of its span.
 */
final class LostAttempt {
  private static final Logger log = LoggerFactory.getLogger(LostAttempt.class);

  /** Work waits for it, once an attempt that is not the first. */
  private static final long SECONDS = 2;

  private LostAttempt() {}

  static void tell(Tracing tracing, ActivityExecutionContext context, Context parent) {
    ActivityInfo info = context.getInfo();
    if (info.getAttempt() < 2 || !isLost(context)) {
      return;
    }
    int attempt = info.getAttempt() - 1;
    tracing.past(
        info.getActivityType(),
        parent,
        ChosenIds.ofAttempt(info.getWorkflowRunId(), info.getActivityId(), attempt),
        new Tracing.Past(
            info.getScheduledTimestamp(),
            Math.max(info.getScheduledTimestamp(), info.getCurrentAttemptScheduledTimestamp()),
            Attributes.builder()
                .put(SpanKeys.JOB_ID, info.getWorkflowId())
                .put(SpanKeys.ATTEMPT, attempt)
                .put(SpanKeys.QUEUE, info.getActivityTaskQueue())
                .build(),
            Optional.of("timeout")));
  }

  private static boolean isLost(ActivityExecutionContext context) {
    ActivityInfo info = context.getInfo();
    try {
      DescribeWorkflowExecutionResponse description =
          context
              .getWorkflowClient()
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(info.getNamespace())
                      .setExecution(
                          WorkflowExecution.newBuilder()
                              .setWorkflowId(info.getWorkflowId())
                              .setRunId(info.getWorkflowRunId()))
                      .build());
      return description.getPendingActivitiesList().stream()
          .filter(pending -> pending.getActivityId().equals(info.getActivityId()))
          .map(PendingActivityInfo::getLastFailure)
          .anyMatch(failure -> failure.hasTimeoutFailureInfo());
    } catch (RuntimeException e) {
      log.atDebug().setCause(e).log("attempt before is not known");
      return false;
    }
  }
}
