package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.job.SubtitleStyle;
import dev.makevideo.workflows.progress.EarlierRuns;
import dev.makevideo.workflows.progress.JobAttributes;
import dev.makevideo.workflows.progress.JobHold;
import dev.makevideo.workflows.progress.JobView;
import dev.makevideo.workflows.stage.JobLimits;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PauseTest {
  /** The first download ends when this is open. */
  private static CountDownLatch heldDownload(Scene scene) {
    CountDownLatch open = new CountDownLatch(1);
    scene.studio.downloadBatch =
        batch -> {
          await(open);
          return Optional.empty();
        };
    return open;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isPaused(Scene scene) {
    return scene.status().hold().flatMap(JobHold::pausedSince).isPresent();
  }

  /** Pauses while a download is under way, lets that end, and goes on. */
  static void pausedInDownload(Scene scene) {
    CountDownLatch open = heldDownload(scene);
    MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
    Scene.await(() -> scene.studio.count("download") == 1);
    workflow.pause();
    Scene.await(() -> isPaused(scene));
    open.countDown();
    Scene.await(() -> scene.events().contains("batch_downloaded"));
    Scene.await(() -> scene.timers().contains("paused"));
    assertEquals(0, scene.studio.count("validate"));
    workflow.resume();
    Scene.result(workflow);
  }

  @Test
  void endsWhatIsUnderWayAndBeginsNothingUntilResumed() {
    try (Scene scene = new Scene(false)) {
      pausedInDownload(scene);
      assertEquals(1, Collections.frequency(scene.events(), "job_paused"));
      assertEquals(1, Collections.frequency(scene.events(), "job_resumed"));
      assertEquals(Optional.empty(), scene.status().hold());
      assertEquals(JobStatus.COMPLETED, scene.status().status());
    }
  }

  @Test
  void pausingAndResumingTwiceIsOnce() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = heldDownload(scene);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.studio.count("download") == 1);
      workflow.resume();
      workflow.pause();
      workflow.pause();
      Scene.await(() -> isPaused(scene));
      workflow.resume();
      workflow.resume();
      open.countDown();
      Scene.result(workflow);
      List<String> events = scene.events();
      assertEquals(1, Collections.frequency(events, "job_paused"));
      assertEquals(1, Collections.frequency(events, "job_resumed"));
    }
  }

  @Test
  void theJobsClockStandsStill() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = heldDownload(scene);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.studio.count("download") == 1);
      workflow.pause();
      open.countDown();
      Scene.await(() -> scene.timers().contains("paused"));
      JobView paused = scene.status();
      long from = System.nanoTime();
      Scene.await(() -> System.nanoTime() - from > Duration.ofMillis(300).toNanos());
      assertEquals(paused.worked(), scene.status().worked());
      assertEquals(Optional.empty(), scene.status().eta());
      workflow.resume();
      Scene.result(workflow);
    }
  }

  @Test
  void segmentsInFlightAreRenderedAndNoOthers() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = new CountDownLatch(1);
      scene.studio.candidates = 50;
      scene.studio.render =
          index -> {
            await(open);
            return Optional.empty();
          };
      MakeVideoWorkflow workflow =
          scene.start(Scene.request(Duration.ofSeconds(75), 50, SubtitleStyle.NONE));
      Scene.await(() -> scene.studio.count("render") == JobLimits.SEGMENTS_IN_FLIGHT);
      workflow.pause();
      Scene.await(() -> isPaused(scene));
      open.countDown();
      Scene.await(
          () ->
              scene.count(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                  == scene.count(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED));
      Scene.await(() -> scene.status().stages().get(6).done() == JobLimits.SEGMENTS_IN_FLIGHT);
      assertEquals(JobLimits.SEGMENTS_IN_FLIGHT, scene.studio.count("render"));
      workflow.resume();
      assertTrue(Scene.result(workflow).segments() > JobLimits.SEGMENTS_IN_FLIGHT);
    }
  }

  @Test
  void mayBePausedBeforeItsFirstStep() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = new CountDownLatch(1);
      scene.studio.analyze = () -> await(open);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      workflow.pause();
      Scene.await(() -> isPaused(scene));
      open.countDown();
      workflow.resume();
      Scene.result(workflow);
    }
  }

  @Test
  void theEventsOfALaterRunHaveHigherNumbers() {
    try (Scene scene = new Scene()) {
      EarlierRuns runs = new EarlierRuns(1, "was cancelled");
      MakeVideoWorkflow workflow =
          scene.start(Scene.request(), Map.of(JobAttributes.MEMO_EARLIER, runs));
      Scene.result(workflow);
      JobEvent first = workflow.events(17).get(0);
      assertEquals(1_000_001, first.number());
      assertEquals("job_retried", first.type());
      assertEquals("run 2; the run before was cancelled", first.message());
    }
  }

  @Test
  void aPausedJobCanBeCancelled() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = heldDownload(scene);
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.studio.count("download") == 1);
      workflow.pause();
      open.countDown();
      Scene.await(() -> scene.timers().contains("paused"));
      scene.cancel();
      WorkflowFailedException closed =
          assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
      assertInstanceOf(CanceledFailure.class, closed.getCause());
      assertEquals(JobStatus.CANCELLED, scene.status().status());
      assertFalse(isPaused(scene));
      assertEquals(1, scene.studio.count("cleanUp"));
    }
  }

  @Test
  void aFailureOfWhatIsUnderWayEndsAPausedJob() {
    try (Scene scene = new Scene(false)) {
      CountDownLatch open = new CountDownLatch(1);
      scene.studio.downloadBatch =
          batch -> {
            await(open);
            throw Failures.of(FailureType.CONTENT_REFUSED, "refused");
          };
      MakeVideoWorkflow workflow = scene.start(Scene.requestWithoutSubtitles());
      Scene.await(() -> scene.studio.count("download") == 1);
      workflow.pause();
      Scene.await(() -> isPaused(scene));
      open.countDown();
      assertThrows(WorkflowFailedException.class, () -> Scene.result(workflow));
      assertEquals(JobStatus.FAILED, scene.status().status());
    }
  }

  @Test
  void failsWhenItWasPausedForTooLong() {
    try (Scene scene = new Scene()) {
      scene.studio.downloadBatch =
          batch -> {
            scene.workflow().pause();
            return Optional.empty();
          };
      ApplicationFailure failure = scene.failure(Scene.requestWithoutSubtitles());
      assertEquals("deadline-exceeded", failure.getType());
      assertEquals(
          "the job was paused for 30 days; retry it to go on", failure.getOriginalMessage());
    }
  }
}
