package dev.makevideo.workflows.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.contract.Proposals;
import dev.makevideo.workflows.contract.ReadingActivities;
import dev.makevideo.workflows.contract.Review;
import dev.makevideo.workflows.correlation.CorrelationPropagator;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One conversation on Temporal's in-JVM server, with jobs that end at once. */
final class Talk implements AutoCloseable {
  static final String ID = "cv-test";

  /** The requests of the jobs that began to run; see {@link #job}. */
  final List<VideoRequest> jobs = new CopyOnWriteArrayList<>();

  final TestWorkflowEnvironment env;
  final Worker worker;
  private final WorkflowClient client;

  Talk() {
    this(text -> Proposals.NONE);
  }

  /** With somebody who reads free text. */
  Talk(ReadingActivities reading) {
    TestEnvironmentOptions.Builder server =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.converter())
                    .setContextPropagators(List.of(new CorrelationPropagator()))
                    .build());
    JobAttributes.ALL.forEach(
        key -> server.registerSearchAttribute(key.getName(), key.getValueType()));
    env = TestWorkflowEnvironment.newInstance(server.build());
    client = env.getWorkflowClient();
    worker =
        env.newWorker(
            TaskQueues.LIGHT,
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(10_000).build());
    worker.registerWorkflowImplementationTypes(ConversationWorkflowImpl.class);
    worker.registerWorkflowImplementationFactory(MakeVideoWorkflow.class, () -> new Job(jobs));
    worker.registerActivitiesImplementations(reading);
    env.start();
  }

  /** A job that does nothing. */
  private record Job(List<VideoRequest> jobs) implements MakeVideoWorkflow {
    @Override
    public VideoResult makeVideo(VideoRequest request) {
      jobs.add(request);
      ObjectRef video = new ObjectRef("00".repeat(32), 1);
      return new VideoResult(
          video,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(1),
          0,
          1,
          1,
          1,
          1,
          List.of(),
          Map.of(),
          List.of());
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void approve(ReviewDecision decision) {}

    @Override
    public void checkApproval(ReviewDecision decision) {}

    @Override
    public @Nullable Review review() {
      return null;
    }

    @Override
    public JobView status() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobEvent> events(long after) {
      return List.of();
    }
  }

  ConversationWorkflow begin() {
    return begin(false);
  }

  /**
   * @param reads whether free text is read
   */
  ConversationWorkflow begin(boolean reads) {
    return begin(
        new ConversationStart(
            new ConversationId(ID),
            "default",
            "corr-1",
            ConversationState.begun(
                Tongue.ENGLISH,
                new Abilities(true, Map.of(SourceName.PEXELS, "KEY"), reads),
                Instant.ofEpochMilli(env.currentTimeMillis()))));
  }

  ConversationWorkflow begin(ConversationStart start) {
    ConversationWorkflow conversation =
        client.newWorkflowStub(ConversationWorkflow.class, options(ID));
    WorkflowClient.start(conversation::talk, start);
    return stub();
  }

  /** The start with a state as it was written, with the times of now. */
  ConversationStart saved(String state) throws Exception {
    String now = Instant.ofEpochMilli(env.currentTimeMillis()).toString();
    return Payloads.mapper()
        .readValue(
            "{\"id\":\"cv-test\",\"tenant\":\"default\",\"correlationId\":\"corr-1\",\"state\":"
                + state.replaceAll("(\"(created|updated)At\" : )[^,\\n}]+", "$1\"" + now + "\"")
                + "}",
            ConversationStart.class);
  }

  /** Starts a job by itself, under an id. */
  void startJob(String id) {
    MakeVideoWorkflow job = client.newWorkflowStub(MakeVideoWorkflow.class, options(id));
    job.makeVideo(
        VideoRequest.builder()
            .storeId("store")
            .correlationId("c")
            .query("x")
            .narration(new ObjectRef("ab".repeat(32), 1))
            .narrationDuration(Duration.ofSeconds(1))
            .build());
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.LIGHT).build();
  }

  /** Whichever run is the last. */
  ConversationWorkflow stub() {
    return client.newWorkflowStub(ConversationWorkflow.class, ID);
  }

  Turn narration(String id) {
    ObjectRef audio = new ObjectRef("ab".repeat(32), 4_711);
    return new Turn(id, "", Optional.of(Attachment.narration(audio, Duration.ofMillis(24_500))));
  }

  /** The request of the one job; a conversation may end before its job runs. */
  VideoRequest job() {
    Await.until("a job runs", Duration.ofSeconds(20), () -> !jobs.isEmpty());
    assertEquals(1, jobs.size());
    return jobs.get(0);
  }

  ConversationView result() {
    return WorkflowStub.fromTyped(stub()).getResult(ConversationView.class);
  }

  WorkflowExecutionHistory history() {
    return client.fetchHistory(ID);
  }

  long count(EventType type) {
    return history().getEvents().stream().filter(e -> e.getEventType() == type).count();
  }

  /** What the memo tells lists. */
  ConversationGlance glance() {
    ConversationGlance glance =
        client
            .newUntypedWorkflowStub(ID)
            .describe()
            .getMemo(JobAttributes.MEMO_GLANCE, ConversationGlance.class, ConversationGlance.class);
    return java.util.Objects.requireNonNull(glance, "is in the memo");
  }

  /** The last status that was written for lists. */
  String attribute() {
    return history().getEvents().stream()
        .filter(HistoryEvent::hasUpsertWorkflowSearchAttributesEventAttributes)
        .map(
            e ->
                e.getUpsertWorkflowSearchAttributesEventAttributes()
                    .getSearchAttributes()
                    .getIndexedFieldsOrThrow(JobAttributes.CONVERSATION.getName())
                    .getData()
                    .toStringUtf8()
                    .replace("\"", ""))
        .reduce("", (earlier, later) -> later);
  }

  /** The histories of all runs, the last one first. */
  List<WorkflowExecutionHistory> runs() {
    List<WorkflowExecutionHistory> runs = new ArrayList<>();
    WorkflowExecutionHistory run = history();
    while (true) {
      runs.add(run);
      String before =
          run.getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getContinuedExecutionRunId();
      if (before.isEmpty()) {
        return runs;
      }
      run = client.fetchHistory(ID, before);
    }
  }

  @Override
  public void close() {
    env.close();
  }
}
