package dev.makevideo.api.job;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobId;
import dev.makevideo.workflows.progress.JobView;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.api.workflowservice.v1.QueryWorkflowRequest;
import io.temporal.api.workflowservice.v1.QueryWorkflowResponse;
import io.temporal.client.WorkflowClient;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the workflow itself, which only a worker can answer. Waits little: status must come without
 * a worker too, and while none answers not every client has to find that out. Thread-safe.
 */
public final class LiveQuery {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Type EVENTS = new TypeReference<List<JobEvent>>() {}.getType();

  private final Logger log = LoggerFactory.getLogger(LiveQuery.class);
  private final WorkflowClient client;
  private final LongSupplier nanos;
  private final AtomicLong restUntil;

  /**
   * @param nanos only runs forward
   */
  public LiveQuery(WorkflowClient client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
    this.restUntil = new AtomicLong(nanos.getAsLong());
  }

  /** Where the job stands, if a worker says so in time. */
  Optional<JobView> status(JobId id) {
    return ask(id.value(), "status", JobView.class);
  }

  /** The events after a number, if a worker says so in time. */
  Optional<List<JobEvent>> events(JobId id, long after) {
    return ask(id.value(), "events", EVENTS, after);
  }

  /**
   * What a workflow answers, if a worker says so in time.
   *
   * @param type of the answer, as the workflow's interface has it
   */
  public <T> Optional<T> ask(String workflowId, String query, Type type, Object... arguments) {
    if (nanos.getAsLong() - restUntil.get() < 0) {
      return Optional.empty();
    }
    WorkflowQuery.Builder asked = WorkflowQuery.newBuilder().setQueryType(query);
    converter().toPayloads(arguments).ifPresent(asked::setQueryArgs);
    try {
      QueryWorkflowResponse answer =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
              .queryWorkflow(
                  QueryWorkflowRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflowId))
                      .setQuery(asked)
                      .build());
      Payloads payloads = answer.getQueryResult();
      @SuppressWarnings("unchecked") // the types are those of the workflow's interface
      T value = (T) converter().fromPayloads(0, Optional.of(payloads), raw(type), type);
      return Optional.ofNullable(value);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        restUntil.set(nanos.getAsLong() + REST.toNanos());
      }
      log.atDebug().addKeyValue("cause", e.getStatus().getCode()).log("query not answered");
      return Optional.empty();
    }
  }

  private io.temporal.common.converter.DataConverter converter() {
    return client.getOptions().getDataConverter();
  }

  private static Class<?> raw(Type type) {
    return type instanceof Class<?> plain ? plain : List.class;
  }
}
