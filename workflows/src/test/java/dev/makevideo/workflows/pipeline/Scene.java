package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.workflows.correlation.CorrelationPropagator;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One job on Temporal's in-JVM server, whose clock skips waits, with fake activities. */
final class Scene implements AutoCloseable {
  static final String JOB = "mv-test";

  final FakeStudio studio = new FakeStudio();
  final FakeReceiver receiver = new FakeReceiver();
  final TestWorkflowEnvironment env;
  private final WorkflowClient client;
  final Map<String, Worker> workers = new HashMap<>();

  Scene() {
    this(true);
  }

  /**
   * @param skipTime false: a timer takes its time, for tests that nothing waits for it. With
   *     skipping, the server's clock may leap to a timer between two activities.
   */
  Scene(boolean skipTime) {
    WorkflowClientOptions.Builder options =
        WorkflowClientOptions.newBuilder()
            .setIdentity("test")
            .setDataConverter(Payloads.converter())
            .setContextPropagators(List.of(new CorrelationPropagator()));
    TestEnvironmentOptions.Builder server =
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(skipTime)
            .setWorkflowClientOptions(options.build());
    JobAttributes.ALL.forEach(
        key -> server.registerSearchAttribute(key.getName(), key.getValueType()));
    env = TestWorkflowEnvironment.newInstance(server.build());
    client = env.getWorkflowClient();
    for (String queue : TaskQueues.ALL) {
      Worker worker =
          env.newWorker(
              queue,
              WorkerOptions.newBuilder()
                  .setDefaultDeadlockDetectionTimeout(10_000)
                  .setMaxHeartbeatThrottleInterval(Duration.ofMillis(100))
                  .build());
      workers.put(queue, worker);
      worker.registerActivitiesImplementations(studio, receiver);
      if (queue.equals(TaskQueues.LIGHT)) {
        worker.registerWorkflowImplementationTypes(MakeVideoWorkflowImpl.class);
      }
    }
  }

  /** A request for a narration of 24 s, for which nine clips of 3 s are enough with reserve. */
  static VideoRequest request() {
    return request(Duration.ofSeconds(24), 50, SubtitleStyle.BOLD);
  }

  /**
   * As {@link #request()}, with one branch only: the in-JVM server does not get over the cancel of
   * an activity that has just completed (it refuses the whole answer, ACTIVITY_UNKNOWN), so that
   * neither a job that is cancelled nor a branch that fails may have a sibling in its tests that
   * ends at the same moment.
   */
  static VideoRequest requestWithoutSubtitles() {
    return request(Duration.ofSeconds(24), 50, SubtitleStyle.NONE);
  }

  static VideoRequest request(Duration narration, int shorts, SubtitleStyle style) {
    return VideoRequest.builder()
        .storeId("store")
        .correlationId("corr-1")
        .query("city at night")
        .narration(FakeStudio.ref(1))
        .narrationDuration(narration)
        .maxShorts(shorts)
        .subtitleStyle(style)
        .build();
  }

  Instant now() {
    return Instant.ofEpochMilli(env.currentTimeMillis());
  }

  /** Starts the job without waiting for it. */
  MakeVideoWorkflow start(VideoRequest request) {
    return start(request, Map.of());
  }

  /** As {@link #start(VideoRequest)}, with a memo. */
  MakeVideoWorkflow start(VideoRequest request, Map<String, Object> memo) {
    if (!env.isStarted()) {
      env.start();
    }
    MakeVideoWorkflow workflow =
        client.newWorkflowStub(
            MakeVideoWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(JOB)
                .setTaskQueue(TaskQueues.LIGHT)
                .setMemo(memo)
                .build());
    WorkflowClient.start(workflow::makeVideo, request);
    return workflow;
  }

  VideoResult run(VideoRequest request) {
    return result(start(request));
  }

  static VideoResult result(MakeVideoWorkflow workflow) {
    return WorkflowStub.fromTyped(workflow).getResult(VideoResult.class);
  }

  /** Runs a job that fails. */
  ApplicationFailure failure(VideoRequest request) {
    MakeVideoWorkflow workflow = start(request);
    WorkflowFailedException failed =
        assertThrows(WorkflowFailedException.class, () -> result(workflow));
    return assertInstanceOf(ApplicationFailure.class, failed.getCause());
  }

  MakeVideoWorkflow workflow() {
    return client.newWorkflowStub(MakeVideoWorkflow.class, JOB);
  }

  JobView status() {
    return workflow().status();
  }

  void cancel() {
    client.newUntypedWorkflowStub(JOB).cancel();
  }

  /** Types of the job's events, in their order. */
  List<String> events() {
    return workflow().events(0).stream().map(event -> event.type()).toList();
  }

  /** The names of the job's timers in the Web UI, in their order. */
  List<String> timers() {
    return client.fetchHistory(JOB).getEvents().stream()
        .filter(HistoryEvent::hasTimerStartedEventAttributes)
        .map(
            event ->
                client
                    .getOptions()
                    .getDataConverter()
                    .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class))
        .toList();
  }

  /** The types of the events of the job's history. */
  List<EventType> types() {
    return client.fetchHistory(JOB).getEvents().stream().map(HistoryEvent::getEventType).toList();
  }

  /** How many events of a type the job's history has. */
  long count(EventType type) {
    return client.fetchHistory(JOB).getEvents().stream()
        .filter(event -> event.getEventType() == type)
        .count();
  }

  /** Waits for a condition in real time, 20 s at the most. */
  static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("the condition did not hold within 20 s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    env.close();
  }
}
