package dev.makevideo.api.diagnosis;

import dev.makevideo.api.diagnosis.Diagnosis.Finding;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether the workflow's own code fails, from the end of its history. Thread-safe. */
final class WorkflowLook {
  private static final long MILLIS = 1_500;

  /** The server writes the first failure of a task only; few events come after it. */
  private static final int EVENTS = 20;

  private final WorkflowClient client;

  WorkflowLook(WorkflowClient client) {
    this.client = client;
  }

  /**
   * What fails, if a workflow task is tried again.
   *
   * @throws io.grpc.StatusRuntimeException if the server does not answer
   */
  Optional<Finding> failing(WorkflowExecutionDescription description) {
    PendingWorkflowTaskInfo task = description.getRawDescription().getPendingWorkflowTask();
    if (task.getAttempt() <= 1) {
      return Optional.empty();
    }
    return lastFailure(description.getExecution())
        .map(
            failure ->
                Finding.of(
                    Cause.WORKFLOW_CODE_FAILS,
                    "the workflow's code cannot go on (%s, attempt %d): %s"
                        .formatted(
                            words(failure.getCause()),
                            task.getAttempt(),
                            FailureChain.sentences(failure.getFailure()).stream()
                                .findFirst()
                                .orElse("no reason"))));
  }

  private static String words(WorkflowTaskFailedCause cause) {
    return cause
        .name()
        .replace("WORKFLOW_TASK_FAILED_CAUSE_", "")
        .replace('_', ' ')
        .toLowerCase(Locale.ROOT);
  }

  private Optional<WorkflowTaskFailedEventAttributes> lastFailure(WorkflowExecution execution) {
    return end(execution).stream()
        .filter(HistoryEvent::hasWorkflowTaskFailedEventAttributes)
        .findFirst()
        .map(HistoryEvent::getWorkflowTaskFailedEventAttributes);
  }

  /**
   * The causes of a failed job's end, from the outermost to the first; empty if it was not its own
   * code that ended it.
   *
   * @throws io.grpc.StatusRuntimeException if the server does not answer
   */
  List<String> ending(WorkflowExecutionDescription description) {
    return end(description.getExecution()).stream()
        .filter(HistoryEvent::hasWorkflowExecutionFailedEventAttributes)
        .findFirst()
        .map(event -> event.getWorkflowExecutionFailedEventAttributes().getFailure())
        .map(FailureChain::sentences)
        .orElse(List.of());
  }

  /** The newest event first. */
  private List<HistoryEvent> end(WorkflowExecution execution) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
        .getWorkflowExecutionHistoryReverse(
            GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(execution)
                .setMaximumPageSize(EVENTS)
                .build())
        .getHistory()
        .getEventsList();
  }
}
