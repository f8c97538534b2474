package dev.makevideo.activities.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.contract.WebhookNotice;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.DynamicWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that ended without a word, as Temporal's in-JVM server has them. */
@Timeout(60)
class JobEndsTest {
  private static final String JOB = "mv-test";
  private static final String NOTHING = "";

  private TestWorkflowEnvironment env;

  /** A job that fails at once. */
  public static final class Failing implements DynamicWorkflow {
    @Override
    public Object execute(EncodedValues arguments) {
      throw ApplicationFailure.newNonRetryableFailure("it has no sound", "media-unusable");
    }
  }

  @BeforeEach
  void start() {
    env =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    env.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(Failing.class);
    env.start();
  }

  @AfterEach
  void stop() {
    env.close();
  }

  private static JobView failed(String type, String message) {
    Instant now = Instant.parse("2026-11-30T10:00:00Z");
    return new JobView(
        JobStatus.FAILED,
        now,
        now,
        Optional.of(now),
        40,
        Optional.empty(),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        List.of(),
        List.of(),
        0,
        0,
        List.of(),
        List.of(),
        List.of(),
        Optional.of(type),
        Optional.of(message),
        Optional.empty());
  }

  private WorkflowStub job(String queue, Map<String, Object> memo) {
    WorkflowStub job =
        env.getWorkflowClient()
            .newUntypedWorkflowStub(
                MakeVideoWorkflow.TYPE,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(JOB)
                    .setTaskQueue(queue)
                    .setMemo(memo)
                    .build());
    job.start(NOTHING);
    return job;
  }

  private JsonNode told() throws Exception {
    WebhookNotice end = new JobEnds(env.getWorkflowClient()).look(JOB).end().orElseThrow();
    assertEquals(WebhookEventType.FAILED, end.type());
    return new ObjectMapper().readTree(end.body()).at("/data/failure");
  }

  @Test
  void aJobThatFailedIsToldWithWhatItWroteDown() throws Exception {
    JobView view = failed("media-unusable", "The narration has no sound. ".repeat(100));
    WorkflowStub job = job(TaskQueues.LIGHT, Map.of(JobAttributes.MEMO_VIEW, view));
    assertThrows(WorkflowFailedException.class, () -> job.getResult(String.class));
    JsonNode failure = told();
    assertEquals("media-unusable", failure.path("code").asText());
    assertEquals(1_001, failure.path("detail").asText().length());
  }

  @Test
  void aJobThatFailedBeforeItWroteAnythingIsNotTerminated() throws Exception {
    WorkflowStub job = job(TaskQueues.LIGHT, Map.of());
    assertThrows(WorkflowFailedException.class, () -> job.getResult(String.class));
    assertEquals("internal", told().path("code").asText());
  }

  @Test
  void aJobThatWasTerminatedIsSoWhateverItWroteDown() throws Exception {
    JobView view = failed("media-unusable", "The narration has no sound.");
    job("nobody", Map.of(JobAttributes.MEMO_VIEW, view)).terminate("by hand");
    assertEquals("terminated", told().path("code").asText());
  }
}
