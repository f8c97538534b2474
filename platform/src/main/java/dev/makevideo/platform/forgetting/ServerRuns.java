package dev.makevideo.platform.forgetting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.makevideo.workflows.contract.ForgottenJob;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs of workflows as the server keeps them: what they name, and their end. Thread-safe. */
public final class ServerRuns {
  private static final long WITHIN_SECONDS = 10;

  private final WorkflowClient client;

  public ServerRuns(WorkflowClient client) {
    this.client = client;
  }

  /**
   * What a run names in its input, its memo and, once it is closed, its result.
   *
   * @return empty if the run is gone meanwhile
   * @throws IllegalStateException if what it says cannot be read: then nobody knows what it names
   */
  public Optional<NamedObjects> named(WorkflowExecutionMetadata run) {
    WorkflowExecution id = run.getExecution();
    List<Payload> payloads =
        new ArrayList<>(run.getWorkflowExecutionInfo().getMemo().getFieldsMap().values());
    try {
      for (HistoryEvent first :
          events(id, HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)) {
        payloads.addAll(
            first.getWorkflowExecutionStartedEventAttributes().getInput().getPayloadsList());
      }
      if (run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
        for (HistoryEvent last :
            events(id, HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)) {
          payloads.addAll(
              last.getWorkflowExecutionCompletedEventAttributes().getResult().getPayloadsList());
        }
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    NamedObjects all = NamedObjects.NONE;
    for (Payload payload : payloads) {
      all = all.and(NamedObjects.in(json(payload, id)));
    }
    return Optional.of(all);
  }

  /** What a job named that is to be deleted, of the runs that are still there. */
  public ForgottenJob forgotten(String id, List<WorkflowExecutionMetadata> runs) {
    NamedObjects all = NamedObjects.NONE;
    for (WorkflowExecutionMetadata run : runs) {
      all = all.and(named(run).orElse(NamedObjects.NONE));
    }
    return new ForgottenJob(id, List.copyOf(all.objects()), List.copyOf(all.lists()));
  }

  private JsonNode json(Payload payload, WorkflowExecution run) {
    DataConverter converter = client.getOptions().getDataConverter();
    try {
      @Nullable JsonNode value = converter.fromPayload(payload, JsonNode.class, JsonNode.class);
      return value == null ? MissingNode.getInstance() : value;
    } catch (DataConverterException e) {
      throw new IllegalStateException(
          "what run " + run.getRunId() + " of " + run.getWorkflowId() + " names cannot be read", e);
    }
  }

  /** The first event, or the one that closed it. */
  private List<HistoryEvent> events(WorkflowExecution run, HistoryEventFilterType which) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(WITHIN_SECONDS, TimeUnit.SECONDS)
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(run)
                .setMaximumPageSize(1)
                .setHistoryEventFilterType(which)
                .build())
        .getHistory()
        .getEventsList();
  }

  /**
   * Deletes a run; one that is gone is deleted. An open one is ended first.
   *
   * @param run with its run id: without it the server takes the newest run, which may have begun
   *     just now
   */
  public void delete(WorkflowExecution run) {
    try {
      client
          .getWorkflowServiceStubs()
          .blockingStub()
          .withDeadlineAfter(WITHIN_SECONDS, TimeUnit.SECONDS)
          .deleteWorkflowExecution(
              DeleteWorkflowExecutionRequest.newBuilder()
                  .setNamespace(client.getOptions().getNamespace())
                  .setWorkflowExecution(run)
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The last run of a workflow, open or closed, as it is now; empty if there is none. */
  public Optional<WorkflowExecutionMetadata> newest(String workflowId) {
    try {
      return Optional.of(client.newUntypedWorkflowStub(workflowId).describe());
    } catch (WorkflowNotFoundException e) {
      return Optional.empty();
    }
  }
}
