package dev.makevideo.platform.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.InvalidSettingException;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.OtlpCollector;
import dev.makevideo.testkit.Stopwatch;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private OtlpCollector collector;

  @BeforeEach
  void collect() throws IOException {
    collector = new OtlpCollector();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  private Tracing on() {
    return Tracing.from(
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_METRICS_EXPORTER", "otlp"),
        "test-1@host");
  }

  /** A host that is busy sends later than closing waits. */
  private void await(int spans) {
    Await.until(spans + " spans", Duration.ofSeconds(30), () -> collector.spans().size() >= spans);
  }

  private OtlpCollector.Received span(String name) {
    List<OtlpCollector.Received> found =
        collector.spans().stream().filter(span -> span.name().equals(name)).toList();
    assertEquals(1, found.size(), () -> name + " in " + collector.spans());
    return found.get(0);
  }

  @Test
  void isOffUnlessAskedFor() {
    assertFalse(Tracing.from(Map.of(), "x").isOn());
    assertFalse(Tracing.from(Map.of("OTEL_TRACES_EXPORTER", "none"), "x").isOn());
    assertFalse(
        Tracing.from(
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_SDK_DISABLED", "true"),
                "x")
            .isOn());
    assertEquals(0, Tracing.off().clientInterceptors().length);
    assertEquals(Optional.empty(), Tracing.off().workerInterceptor());
    assertSame(OpenSpan.NONE, Tracing.off().request("GET", name -> CALLER));
    assertSame(OpenSpan.NONE, Spans.program("ffmpeg"));
    assertEquals(Optional.empty(), Spans.traceparent());
  }

  @Test
  void whatIsNotThereIsRefusedWithoutRepeatingIt() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("OTEL_TRACES_EXPORTER", "zipkin-hunter2"),
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "hunter2://a:hunter2@b"),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.url(),
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "hunter2"))) {
      InvalidSettingException refused =
          assertThrows(InvalidSettingException.class, () -> Tracing.from(wrong, "x"));
      assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"), refused.getMessage());
    }
  }

  @Test
  void aRequestContinuesItsCallersTraceAndProgramsAndCallsAreBelowIt() {
    try (Tracing tracing = on();
        OpenSpan request = tracing.request("POST", name -> CALLER)) {
      assertEquals("0af7651916cd43dd8448eb211c80319c", request.traceId());
      Spans.program("ffmpeg-segment").with(SpanKeys.EXIT_CODE, 0).close();
      String[] sent = {""};
      Thread other =
          new Thread(
              Spans.carrier()
                  .apply(
                      () -> {
                        try (OpenSpan call = Spans.call("transcriber", "transcribe")) {
                          sent[0] = Spans.traceparent().orElse("");
                          call.failed("timeout");
                        }
                      }));
      other.start();
      join(other);
      request.named("POST /v1/videos").close();
      await(3);
      OtlpCollector.Received root = span("POST /v1/videos");
      assertEquals("b7ad6b7169203331", root.parentId());
      assertEquals("test-1@host", root.process());
      assertEquals(root.spanId(), span("ffmpeg-segment").parentId());
      OtlpCollector.Received call = span("transcriber transcribe");
      assertEquals(root.spanId(), call.parentId());
      assertTrue(call.failed());
      assertEquals("00-" + call.traceId() + "-" + call.spanId() + "-01", sent[0]);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMalformedParentIsNone() {
    try (Tracing tracing = on();
        OpenSpan request = tracing.request("GET", name -> "00-zz-zz\r\nX: y-01")) {
      request.close();
      await(1);
      assertEquals("", span("GET").parentId());
    }
  }

  @Test
  void anExporterThatIsAwayHoldsNobodyUp() {
    String dead = collector.url();
    collector.close();
    Tracing tracing =
        Tracing.from(
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", dead, "OTEL_BSP_MAX_QUEUE_SIZE", "1024"), "x");
    Stopwatch watch = Stopwatch.start();
    for (int i = 0; i < 20_000; i++) {
      tracing.request("GET", name -> null).close();
    }
    Duration spans = watch.elapsed();
    tracing.close();
    assertTrue(spans.toMillis() < 2_000, "20,000 spans took " + spans);
    assertTrue(watch.elapsed().toMillis() < 6_000, "with closing " + watch.elapsed());
  }

  @WorkflowInterface
  public interface Job {
    @WorkflowMethod
    void run(boolean well);
  }

  @ActivityInterface
  public interface Step {
    void step(boolean well);
  }

  public static final class JobImpl implements Job {
    @Override
    public void run(boolean well) {
      Step step =
          Workflow.newActivityStub(
              Step.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(Duration.ofSeconds(5))
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
                  .build());
      step.step(well);
      Workflow.sleep(Duration.ofSeconds(1));
      step.step(true);
    }
  }

  private static final class StepImpl implements Step {
    @Override
    public void step(boolean well) {
      Spans.program("ffmpeg-segment").close();
      if (!well) {
        throw ApplicationFailure.newFailure("a text of a user", "unusable-clip");
      }
    }
  }

  private void work(Tracing tracing, boolean well) {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setInterceptors(tracing.clientInterceptors())
                    .build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkflowCacheSize(0) // each task replays all that was before
                    .setWorkerInterceptors(
                        tracing.workerInterceptor().stream().toArray(WorkerInterceptor[]::new))
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      assertEquals(tracing.isOn(), Tracing.of(environment.getWorkflowClient()).isOn());
      Worker worker = environment.newWorker("queue");
      worker.registerWorkflowImplementationTypes(JobImpl.class);
      worker.registerActivitiesImplementations(new StepImpl());
      environment.start();
      environment
          .getWorkflowClient()
          .newWorkflowStub(
              Job.class,
              WorkflowOptions.newBuilder().setTaskQueue("queue").setWorkflowId("mv-1").build())
          .run(well);
    }
  }

  @Test
  void aWorkflowIsOneTraceHoweverOftenItIsReplayed() {
    try (Tracing tracing = on()) {
      OpenSpan request = tracing.request("POST", name -> null);
      work(tracing, true);
      request.close();
    }
    await(7);
    OtlpCollector.Received start = span("StartWorkflow Job");
    assertEquals(span("POST").spanId(), start.parentId());
    OtlpCollector.Received run = span("RunWorkflow Job");
    assertEquals(start.spanId(), run.parentId());
    assertEquals("mv-1", run.attributes().get(SpanKeys.JOB_ID));
    assertTrue(run.endNanos() - run.startNanos() >= 1_000_000_000L, run.toString());
    List<OtlpCollector.Received> steps =
        collector.spans().stream().filter(span -> span.name().equals("Step")).toList();
    assertEquals(2, steps.size());
    for (OtlpCollector.Received step : steps) {
      assertEquals(run.spanId(), step.parentId());
      assertEquals(
          1,
          collector.spans().stream()
              .filter(span -> span.name().equals("ffmpeg-segment"))
              .filter(span -> span.parentId().equals(step.spanId()))
              .count());
    }
    assertEquals(
        1, collector.spans().stream().map(OtlpCollector.Received::traceId).distinct().count());
    assertEquals(7, collector.spans().size());
  }

  @Test
  void everyAttemptIsASpanWithItsFailuresTypeAndWithoutItsWords() {
    try (Tracing tracing = on()) {
      assertThrows(WorkflowFailedException.class, () -> work(tracing, false));
    }
    await(6);
    List<OtlpCollector.Received> steps =
        collector.spans().stream().filter(span -> span.name().equals("Step")).toList();
    assertEquals(
        List.of("1", "2"),
        steps.stream().map(span -> span.attributes().get(SpanKeys.ATTEMPT)).sorted().toList());
    for (OtlpCollector.Received step : steps) {
      assertEquals("unusable-clip", step.attributes().get(SpanKeys.ERROR));
      assertTrue(step.failed());
    }
    assertTrue(span("RunWorkflow Job").failed());
    assertFalse(collector.text().contains("a text of a user"));
    assertTrue(
        collector.spans().stream()
            .allMatch(span -> SpanKeys.ALL.containsAll(span.attributes().keySet())));
  }

  @Test
  void withoutTracingNothingIsSent() {
    work(Tracing.off(), true);
    assertEquals(List.of(), collector.spans());
  }
}
