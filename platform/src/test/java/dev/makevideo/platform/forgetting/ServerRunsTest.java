package dev.makevideo.platform.forgetting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.freeing.FreeingWorkflow;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By a server in the JVM, which lists and deletes nothing: JobLifeE2E has a real one. */
class ServerRunsTest {
  private static final ObjectRef NARRATION = new ObjectRef("a".repeat(64), 1);
  private static final ObjectRef LIST = new ObjectRef("b".repeat(64), 2);
  private static final ObjectRef VIDEO = new ObjectRef("c".repeat(64), 3);
  private static final ObjectRef URL = new ObjectRef("d".repeat(64), 4);
  private static final String QUEUE = "any";

  private TestWorkflowEnvironment server;
  private ServerRuns runs;

  @WorkflowInterface
  public interface Job {
    @WorkflowMethod
    Map<String, ObjectRef> make(Map<String, Object> request);
  }

  public static final class JobImpl implements Job {
    @Override
    public Map<String, ObjectRef> make(Map<String, Object> request) {
      return Map.of("video", VIDEO);
    }
  }

  @BeforeEach
  void start() {
    server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    server.newWorker(QUEUE).registerWorkflowImplementationTypes(JobImpl.class);
    server.start();
    runs = new ServerRuns(server.getWorkflowClient());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private WorkflowExecutionDescription job(String queue) {
    WorkflowStub stub =
        server
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Job",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("mv-1")
                    .setTaskQueue(queue)
                    .setMemo(Map.of("webhook", URL))
                    .build());
    stub.start(Map.of("narration", NARRATION, "clips", Map.of("uploads", LIST)));
    if (queue.equals(QUEUE)) {
      stub.getResult(Map.class);
    }
    return stub.describe();
  }

  @Test
  void aClosedRunNamesWhatItsInputItsMemoAndItsResultName() {
    NamedObjects named = runs.named(job(QUEUE)).orElseThrow();
    assertEquals(Set.of(NARRATION, LIST, VIDEO, URL), named.objects());
    assertEquals(Set.of(LIST), named.lists());
    ForgottenJob forgotten = runs.forgotten("mv-1", List.of(job("nobody's")));
    assertEquals("mv-1", forgotten.id());
    assertEquals(Set.of(NARRATION, LIST, URL), Set.copyOf(forgotten.objects()), "it has no result");
    assertEquals(List.of(LIST), forgotten.lists());
  }

  @Test
  void whoIsToFreeIsToldOfAJobBeforeItGoes() {
    new Freeing(server.getWorkflowClient()).jobGoes("mv-1", List.of(job(QUEUE)));
    List<EventType> history =
        server
            .getWorkflowClient()
            .fetchHistory(FreeingWorkflow.ID)
            .getHistory()
            .getEventsList()
            .stream()
            .map(event -> event.getEventType())
            .toList();
    assertTrue(history.contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED), "" + history);
  }

  @Test
  void nobodyIsToldOfNothing() {
    new Freeing(server.getWorkflowClient()).jobsGo(List.of());
    StatusRuntimeException none =
        assertThrows(
            StatusRuntimeException.class,
            () -> server.getWorkflowClient().fetchHistory(FreeingWorkflow.ID));
    assertEquals(Status.Code.NOT_FOUND, none.getStatus().getCode());
  }

  @Test
  void theNewestRunOfAWorkflowIsFoundAndThatThereIsNone() {
    assertEquals(Optional.empty(), runs.newest("mv-1"));
    WorkflowExecutionDescription job = job(QUEUE);
    assertEquals(job.getExecution(), runs.newest("mv-1").orElseThrow().getExecution());
  }

  @Test
  void aServerThatDeletesNothingSaysSo() {
    WorkflowExecution run = job(QUEUE).getExecution();
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> runs.delete(run));
    assertEquals(Status.Code.UNIMPLEMENTED, refused.getStatus().getCode());
  }
}
