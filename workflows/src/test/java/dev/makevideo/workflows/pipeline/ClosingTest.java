package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.SegmentResult;
import dev.makevideo.workflows.contract.TranscribeResult;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.StageState;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClosingTest {
  /** Works until it is cancelled, and counts that. */
  static void workUntilCancelled(AtomicInteger cancelled) {
    try {
      Scene.await(
          () -> {
            Activity.getExecutionContext().heartbeat("working");
            return false;
          });
    } catch (ActivityCompletionException stop) {
      cancelled.incrementAndGet();
      throw stop;
    }
  }

  private static void assertCancelled(Scene scene, MakeVideoWorkflow workflow) {
    WorkflowFailedException closed =
        assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
    assertInstanceOf(CanceledFailure.class, closed.getCause());
    assertEquals(JobStatus.CANCELLED, scene.status().status());
    assertEquals(1, scene.studio.count("cleanUp"));
    assertTrue(scene.status().completedAt().isPresent());
    assertTrue(
        scene.status().stages().stream()
            .noneMatch(
                stage ->
                    stage.state() == StageState.RUNNING || stage.state() == StageState.WAITING));
  }

  @Test
  void cancelsTheDownloadThenCleansUp() {
    try (Scene scene = new Scene()) {
      AtomicInteger cancelled = new AtomicInteger();
      scene.studio.downloadBatch =
          batch -> {
            workUntilCancelled(cancelled);
            return Optional.empty();
          };
      scene.studio.cleanUp = () -> assertEquals(1, cancelled.get(), "clean-up comes after");
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.studio.count("download") == 1);

      scene.cancel();

      assertCancelled(scene, workflow);
      assertEquals(1, cancelled.get());
    }
  }

  @Test
  void cancelsAllSegmentsInFlight() {
    try (Scene scene = new Scene()) {
      AtomicInteger cancelled = new AtomicInteger();
      scene.studio.render =
          index -> {
            workUntilCancelled(cancelled);
            return Optional.empty();
          };
      MakeVideoWorkflow workflow = scene.start(Scene.request());
      Scene.await(() -> scene.studio.count("render") == 10);

      scene.cancel();

      assertCancelled(scene, workflow);
      assertEquals(10, cancelled.get());
    }
  }

  @Test
  void cancelsAWait() {
    try (Scene scene = new Scene()) {
      ServiceWaitTest.downloaderAwayOnce(scene, 7200);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.status().waits().size() == 1);

      scene.cancel();

      assertCancelled(scene, workflow);
    }
  }

  @Test
  void closesThoughCleanUpFails() {
    try (Scene scene = new Scene()) {
      scene.studio.cleanUp =
          () -> {
            throw Failures.of(FailureType.MEDIA_UNUSABLE, "stuck");
          };
      ServiceWaitTest.downloaderAwayOnce(scene, 7200);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.status().waits().size() == 1);

      scene.cancel();

      assertCancelled(scene, workflow);
      assertTrue(scene.events().contains("clean_up_failed"));
    }
  }

  @Test
  void aFailureInOneBranchCancelsTheOther() {
    try (Scene scene = new Scene()) {
      AtomicInteger cancelled = new AtomicInteger();
      scene.studio.downloadBatch =
          batch -> {
            workUntilCancelled(cancelled);
            return Optional.empty();
          };
      scene.studio.transcribe =
          () -> {
            Scene.await(() -> scene.studio.count("download") == 1);
            throw Failures.of(FailureType.CONTENT_REFUSED, "the service refused");
          };

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals("content-refused", failure.getType());
      assertEquals("the service refused", failure.getOriginalMessage());
      assertEquals(1, cancelled.get());
      assertEquals(1, scene.studio.count("cleanUp"));
      assertEquals(JobStatus.FAILED, scene.status().status());
      assertEquals(Optional.of("the service refused"), scene.status().failureMessage());
    }
  }

  @Test
  void aFailedSegmentCancelsTheOthers() {
    try (Scene scene = new Scene()) {
      AtomicInteger cancelled = new AtomicInteger();
      scene.studio.render =
          index -> {
            if (index == 4) {
              Scene.await(() -> scene.studio.count("render") == 10);
              throw Failures.of(FailureType.UNSUPPORTED_MEDIA, "no encoder");
            }
            workUntilCancelled(cancelled);
            return Optional.empty();
          };

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals("unsupported-media", failure.getType());
      assertEquals(9, cancelled.get());
    }
  }

  @Test
  void failsWhenTheJobHasWorkedTooLong() {
    try (Scene scene = new Scene()) {
      TranscribeResult spoken = scene.studio.transcribe.get();
      scene.studio.transcribe =
          () ->
              scene.studio.count("transcribe") > 1
                  ? new TranscribeResult(spoken.transcript(), 40, Optional.empty(), 7_000_000)
                  : new TranscribeResult(
                      Optional.empty(),
                      0,
                      Optional.of(ServiceWaitTest.away(scene, "audio-transcriber", 7200)),
                      10);

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals("deadline-exceeded", failure.getType());
      assertTrue(
          failure.getOriginalMessage().contains("and may for 3600 s"),
          failure.getOriginalMessage());
    }
  }

  @Test
  void anUnexpectedErrorIsAnInternalFailure() {
    try (Scene scene = new Scene()) {
      scene.studio.transcribe =
          () -> {
            throw new IllegalStateException("boom");
          };

      ApplicationFailure failure = scene.failure(Scene.request());

      assertEquals("internal", failure.getType());
      assertEquals(
          "transcribe failed: java.lang.IllegalStateException: boom", failure.getOriginalMessage());
      assertEquals(20, scene.studio.count("transcribe"));
    }
  }

  @Test
  void aFetchWithoutCandidatesIsAnInternalFailure() {
    try (Scene scene = new Scene()) {
      scene.studio.fetch =
          () ->
              new dev.makevideo.workflows.contract.FetchResult(
                  Optional.empty(), 3, Optional.empty(), 10);

      assertEquals("internal", scene.failure(Scene.requestWithoutSubtitles()).getType());
    }
  }

  @Test
  void keepsTheOrderOfSegmentsWhateverTheOrderOfTheirEnd() {
    try (Scene scene = new Scene()) {
      scene.studio.render =
          index -> {
            if (index == 0) {
              Scene.await(() -> scene.studio.count("render") == 10);
            }
            return Optional.of(
                new SegmentResult(
                    index,
                    index,
                    Optional.of(FakeStudio.ref(5000 + index)),
                    index % 2 == 0,
                    Optional.empty(),
                    10));
          };

      assertEquals(5, scene.run(Scene.request()).segmentsEncoded());
    }
  }

  @Test
  void hasNoStatusBeforeItsStart() {
    MakeVideoWorkflow unused = new MakeVideoWorkflowImpl();
    assertThrows(IllegalStateException.class, unused::status);
    assertThrows(IllegalStateException.class, () -> unused.events(0));
  }
}
