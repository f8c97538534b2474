package dev.makevideo.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.storage.MissingObjectException;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.workflows.contract.AudioAnalysis;
import dev.makevideo.workflows.contract.CaptionRound;
import dev.makevideo.workflows.contract.NarrationActivities;
import dev.makevideo.workflows.contract.ProposedPhrases;
import dev.makevideo.workflows.contract.ShotPlacement;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.correlation.CorrelationKeys;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.CaptionText;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.RenderQuality;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.wire.Payloads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ActivityGuardTest {
  private static final String STORE = "store-1";
  private static final ObjectRef OBJECT = new ObjectRef("a".repeat(64), 5);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Analysis activity = new Analysis();
  private TestWorkflowEnvironment environment;

  @BeforeEach
  void start() {
    environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new GuardInterceptor(STORE, new Metrics(registry)))
                        .build())
                .build());
    Worker worker = environment.newWorker("guard");
    worker.registerWorkflowImplementationTypes(OneActivityImpl.class);
    worker.registerActivitiesImplementations(activity);
    environment.start();
  }

  @AfterEach
  void stop() {
    environment.close();
  }

  @Test
  void aLogLineOfAnActivityKnowsItsJobStageAndCorrelation() {
    run(STORE);
    assertEquals("corr-7", activity.correlation);
    assertEquals("analyzing_audio", activity.stage);
    assertTrue(activity.job.startsWith("mv-"), activity.job);
    assertEquals(0, registry.find("pipeline.stage.errors").counters().size());
  }

  @Test
  void aWorkerWithAnotherStoreRefusesTheJob() {
    ApplicationFailure failure = failureOf(() -> run("store-2"));
    assertEquals("host-exhausted", failure.getType());
    assertTrue(failure.getOriginalMessage().contains("MAKE_VIDEO_STORE"), failure.toString());
    assertEquals(0, activity.calls.get());
  }

  @Test
  void aKnownFailureStaysWhatItIs() {
    activity.behaviour =
        () -> {
          throw Failures.of(FailureType.MEDIA_UNUSABLE, "the narration holds no sound");
        };
    ApplicationFailure failure = failureOf(() -> run(STORE));
    assertEquals("media-unusable", failure.getType());
    assertEquals(1, activity.calls.get(), "not retried");
    assertEquals(
        1.0,
        registry
            .get("pipeline.stage.errors")
            .tag("error_type", "media-unusable")
            .counter()
            .count());
  }

  @Test
  void aFullDiskIsHostExhausted() {
    activity.behaviour =
        () -> {
          throw new UncheckedIOException(new StoreFullException("3 MB left"));
        };
    assertEquals("host-exhausted", failureOf(() -> run(STORE)).getType());
  }

  @Test
  void aMissingObjectIsArtifactMissing() {
    activity.behaviour =
        () -> {
          throw new UncheckedIOException(new MissingObjectException(OBJECT));
        };
    assertEquals("artifact-missing", failureOf(() -> run(STORE)).getType());
  }

  @Test
  void anUnexpectedErrorIsFinalAtTheFifthAttempt() {
    activity.behaviour =
        () -> {
          throw new UncheckedIOException(new IOException("odd"));
        };
    ApplicationFailure failure = failureOf(() -> run(STORE));
    assertEquals("internal", failure.getType());
    assertTrue(failure.isNonRetryable());
    assertEquals(5, activity.calls.get());
  }

  /** As activities give it: named in the catalogue, and retryable by its type. */
  @Test
  void anErrorThatAnActivityCallsInternalIsFinalAtTheFifthAttemptToo() {
    activity.behaviour =
        () -> {
          throw Failures.of(FailureType.INTERNAL, "narration: odd", new IOException("odd"));
        };
    ApplicationFailure failure = failureOf(() -> run(STORE));
    assertEquals("narration: odd", failure.getOriginalMessage());
    assertEquals(5, activity.calls.get());
    assertTrue(failure.isNonRetryable());
  }

  private AudioAnalysis run(String storeId) {
    OneActivity workflow =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                OneActivity.class,
                WorkflowOptions.newBuilder()
                    .setTaskQueue("guard")
                    .setWorkflowId("mv-" + System.nanoTime())
                    .build());
    return workflow.run(
        VideoRequest.builder()
            .storeId(storeId)
            .correlationId("corr-7")
            .query("rivers")
            .narration(OBJECT)
            .narrationDuration(Duration.ofSeconds(10))
            .clips(ClipSource.ofFolder("/clips"))
            .maxShorts(10)
            .subtitleStyle(SubtitleStyle.NONE)
            .quality(RenderQuality.DRAFT)
            .build());
  }

  private static ApplicationFailure failureOf(Supplier<?> call) {
    WorkflowFailedException failed = assertThrows(WorkflowFailedException.class, call::get);
    ActivityFailure activity = assertInstanceOf(ActivityFailure.class, failed.getCause());
    return assertInstanceOf(ApplicationFailure.class, activity.getCause());
  }

  /** A workflow with one activity. */
  @WorkflowInterface
  public interface OneActivity {
    @WorkflowMethod
    AudioAnalysis run(VideoRequest request);
  }

  /** Its implementation. */
  public static final class OneActivityImpl implements OneActivity {
    @Override
    public AudioAnalysis run(VideoRequest request) {
      return Workflow.newActivityStub(
              NarrationActivities.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(30))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(7).build())
                  .build())
          .analyzeAudio(request);
    }
  }

  private static final class Analysis implements NarrationActivities {
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Supplier<AudioAnalysis> behaviour =
        () -> new AudioAnalysis(Duration.ofSeconds(10), OBJECT, List.of(), 1);
    private volatile String correlation = "";
    private volatile String stage = "";
    private volatile String job = "";

    @Override
    public AudioAnalysis analyzeAudio(VideoRequest request) {
      calls.incrementAndGet();
      correlation = MDC.get(CorrelationKeys.CORRELATION_ID);
      stage = MDC.get(CorrelationKeys.STAGE);
      job = MDC.get(CorrelationKeys.JOB_ID);
      return behaviour.get();
    }

    @Override
    public SubtitlesResult correctSubtitles(
        VideoRequest request,
        AudioAnalysis analysis,
        TranscribeResult transcript,
        List<CaptionText> corrections) {
      throw new AssertionError("not called");
    }

    @Override
    public SubtitlesResult recaption(
        VideoRequest request,
        AudioAnalysis analysis,
        TranscribeResult transcript,
        List<CaptionRound> rounds) {
      throw new AssertionError("not called");
    }

    @Override
    public TranscribeResult transcribe(VideoRequest request, AudioAnalysis analysis) {
      throw new AssertionError("not called");
    }

    @Override
    public ProposedPhrases proposePhrases(VideoRequest request, TranscribeResult transcript) {
      throw new AssertionError("not called");
    }

    @Override
    public ShotPlacement placeShots(
        VideoRequest request, AudioAnalysis analysis, Optional<TranscribeResult> transcript) {
      throw new AssertionError("not called");
    }

    @Override
    public SubtitlesResult generateSubtitles(
        VideoRequest request, AudioAnalysis analysis, TranscribeResult transcript) {
      throw new AssertionError("not called");
    }
  }
}
