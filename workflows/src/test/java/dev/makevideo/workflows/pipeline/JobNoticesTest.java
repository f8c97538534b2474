package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.WebhookEvent;
import dev.makevideo.workflows.job.Approval;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.Metadata;
import dev.makevideo.workflows.job.ReviewDecision;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.job.VideoRequest;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobNoticesTest {
  private static final Map<String, Object> TOLD =
      Map.of(
          JobAttributes.MEMO_WEBHOOK,
          FakeStudio.ref(77),
          JobAttributes.MEMO_METADATA,
          new Metadata(Map.of("campaign", "spring")));

  /** A job that tells, and shows its clips for approval twice. */
  static void approvedTwice(Scene scene) {
    MakeVideoWorkflow workflow =
        scene.start(
            VideoRequest.builder()
                .storeId("store")
                .correlationId("corr-1")
                .query("city at night")
                .narration(FakeStudio.ref(1))
                .narrationDuration(Duration.ofSeconds(24))
                .subtitleStyle(SubtitleStyle.NONE)
                .approve(Approval.CLIPS)
                .build(),
            TOLD);
    Scene.await(() -> scene.receiver.types().size() == 2);
    int first = Objects.requireNonNull(workflow.review()).clips().get(0).index();
    workflow.approve(new ReviewDecision(List.of(first), List.of()));
    Scene.await(() -> scene.receiver.types().size() == 3);
    workflow.approve(new ReviewDecision(List.of(), List.of()));
    Scene.result(workflow);
  }

  @Test
  void tellsWhereItStandsInItsOrder() {
    try (Scene scene = new Scene(false)) {
      approvedTwice(scene);
      assertEquals(
          List.of(
              "video.started",
              "video.awaiting_approval",
              "video.awaiting_approval",
              "video.finished"),
          scene.receiver.types());
      List<WebhookEvent> events = scene.receiver.announced();
      assertEquals(4, new HashSet<>(events.stream().map(WebhookEvent::id).toList()).size());
      assertEquals(Map.of("campaign", "spring"), events.get(0).metadata().entries());
      assertEquals(List.of("clips"), events.get(1).approval().orElseThrow().of());
      assertEquals(JobStatus.COMPLETED, events.get(3).status());
    }
  }

  /** What is counted of a job is taken from the task that closes it. */
  @Test
  void theLastViewIsWrittenInTheTaskThatClosesTheJob() {
    try (Scene scene = new Scene()) {
      Scene.result(scene.start(Scene.request(), TOLD));
      List<EventType> types = scene.types();
      int last = types.lastIndexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED);
      assertEquals(
          List.of(
              EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED,
              EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED),
          types.subList(last + 1, types.size()));
    }
  }

  @Test
  void aJobWithoutAUrlTellsNobody() {
    try (Scene scene = new Scene()) {
      scene.run(Scene.request());
      assertEquals(List.of(), scene.receiver.types());
    }
  }

  @Test
  void tellsWhyItFailed() {
    try (Scene scene = new Scene()) {
      scene.studio.candidates = 7;
      MakeVideoWorkflow workflow = scene.start(Scene.request(), TOLD);
      assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
      assertEquals(List.of("video.started", "video.failed"), scene.receiver.types());
      WebhookEvent last = scene.receiver.announced().get(1);
      assertEquals("too-little-footage", last.failure().orElseThrow().code());
      assertEquals(JobStatus.FAILED, last.status());
    }
  }

  @Test
  void tellsThatItWasCancelledAndWhichRunItIs() {
    try (Scene scene = new Scene()) {
      scene.studio.downloadBatch =
          batch -> {
            ClosingTest.workUntilCancelled(new AtomicInteger());
            return Optional.empty();
          };
      MakeVideoWorkflow workflow =
          scene.start(
              Scene.requestWithoutSubtitles(),
              Map.of(
                  JobAttributes.MEMO_WEBHOOK,
                  FakeStudio.ref(77),
                  JobAttributes.MEMO_EARLIER,
                  new EarlierRuns(1, "failed")));
      Scene.await(() -> scene.studio.count("download") == 1);
      scene.cancel();
      assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
      assertEquals(List.of("video.started", "video.cancelled"), scene.receiver.types());
      assertEquals(Optional.of(2), scene.receiver.announced().get(1).run());
    }
  }

  @Test
  void noStageWaitsForWhoTakesTheEvents() {
    try (Scene scene = new Scene()) {
      AtomicInteger tries = new AtomicInteger();
      scene.receiver.before =
          event -> {
            if (tries.incrementAndGet() < 4) {
              throw ApplicationFailure.newFailure("the server is away", "away");
            }
          };
      Scene.result(scene.start(Scene.request(), TOLD));
      assertEquals(List.of("video.started", "video.finished"), scene.receiver.types());
      assertEquals(5, tries.get());
    }
  }

  @Test
  void aJobThatCannotTellEndsAsItDid() {
    try (Scene scene = new Scene()) {
      scene.receiver.before =
          event -> {
            throw ApplicationFailure.newFailure("never", "away");
          };
      Scene.result(scene.start(Scene.request(), TOLD));
      assertEquals(JobStatus.COMPLETED, scene.status().status());
      assertTrue(scene.events().contains("webhook_not_announced"), scene.events().toString());
      assertFalse(scene.count(EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT) > 2);
    }
  }
}
