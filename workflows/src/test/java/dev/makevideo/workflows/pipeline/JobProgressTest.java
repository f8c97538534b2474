package dev.makevideo.workflows.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.contract.ServiceWait;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.AspectRatio;
import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.job.StageState;
import dev.makevideo.workflows.progress.EventLog;
import dev.makevideo.workflows.progress.JobClock;
import dev.makevideo.workflows.progress.StageTracker;
import dev.makevideo.workflows.stage.JobLimits;
import dev.makevideo.workflows.stage.Stage;
import dev.makevideo.workflows.stage.StageTimeouts;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parts of the workflow that need no workflow to run in. */
class JobProgressTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static StageTracker tracker() {
    return new StageTracker(
        new StageTimeouts(10, Duration.ofSeconds(30), AspectRatio.LANDSCAPE_16_9));
  }

  @Test
  void clockCountsOverlappingWorkOnce() {
    JobClock clock = new JobClock(0);
    clock.add(10_000, 4_000);
    clock.add(12_000, 5_000);
    assertEquals(Duration.ofSeconds(6), clock.worked());
    clock.add(20_000, 1_000);
    assertEquals(Duration.ofSeconds(7), clock.worked(), "it stood still from 12 to 19 s");
    clock.add(21_000, 18_000);
    assertEquals(Duration.ofSeconds(18), clock.worked(), "from 3 to 21 s");
  }

  @Test
  void clockDoesNotCountBeforeTheStart() {
    JobClock clock = new JobClock(5_000);
    clock.add(6_000, 60_000);
    clock.add(6_000, -3);
    assertEquals(Duration.ofSeconds(1), clock.worked());
  }

  @Test
  void eventsAreBoundedAndTheirNumbersHaveNoGaps() {
    EventLog log = new EventLog();
    for (int i = 0; i < JobLimits.EVENTS_KEPT + 50; i++) {
      log.add(NOW, "tick", "event");
    }
    List<JobEvent> kept = log.after(0);
    assertEquals(JobLimits.EVENTS_KEPT, kept.size());
    assertEquals(51, kept.get(0).number());
    assertEquals(250, kept.get(kept.size() - 1).number());
    assertEquals(List.of(249L, 250L), log.newest(2).stream().map(JobEvent::number).toList());
  }

  @Test
  void percentNeverFallsAndReachesTheWholeOnlyAtTheEnd() {
    StageTracker tracker = tracker();
    assertEquals(0, tracker.percent());
    tracker.start(Stage.BUILDING_VIDEO, 10, NOW);
    tracker.update(Stage.BUILDING_VIDEO, 10, 10, 1);
    int before = tracker.percent();
    assertEquals(40, before);
    tracker.update(Stage.BUILDING_VIDEO, 0, 10, 0);
    assertEquals(before, tracker.percent());
    for (Stage stage : Stage.values()) {
      tracker.end(stage, StageState.COMPLETED, "", NOW);
    }
    assertEquals(99, tracker.percent());
  }

  @Test
  void aStageThatStartsAgainKeepsItsFirstStart() {
    StageTracker tracker = tracker();
    tracker.start(Stage.TRANSCRIBING, 1, NOW);
    tracker.end(Stage.TRANSCRIBING, StageState.COMPLETED, "", NOW.plusSeconds(5));
    tracker.start(Stage.TRANSCRIBING, 1, NOW.plusSeconds(9));
    assertEquals(NOW, tracker.get(Stage.TRANSCRIBING).startedAt().orElseThrow());
    assertTrue(tracker.get(Stage.TRANSCRIBING).endedAt().isEmpty());
    assertEquals(List.of(Stage.TRANSCRIBING), tracker.active());
  }

  @Test
  void serviceWaitsDoubleTheirPauseAndEnd() {
    StageWaits waits = StageWaits.ofOneStage();
    ServiceWait past = new ServiceWait("s", Instant.ofEpochMilli(0), "down");
    assertEquals(
        List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L),
        List.of(1, 2, 3, 4, 5, 6, 7).stream()
            .map(i -> waits.next(past, 1_000_000).toSeconds())
            .toList());
    waits.answered();
    ServiceWait later = new ServiceWait("s", Instant.ofEpochMilli(90_000), "down");
    assertEquals(Duration.ofSeconds(90), waits.next(later, 0));
    ServiceWait never = new ServiceWait("s", Instant.ofEpochSecond(90_000), "down");
    ApplicationFailure failure = assertThrows(ApplicationFailure.class, () -> waits.next(never, 0));
    assertEquals("dependency-unavailable", failure.getType());
  }

  @Test
  void aDelayedQueueGivesWhatIsDue() {
    DelayedQueue<String> delayed = new DelayedQueue<>();
    delayed.add("later", 50);
    delayed.add("now", 10);
    delayed.add("too", 10);
    assertEquals(List.of("now"), delayed.takeDue(10, 1));
    assertEquals(List.of("too"), delayed.takeDue(10, 5));
    assertEquals(50, delayed.earliest());
    assertEquals(1, delayed.size());
  }

  private static ActivityFailure inActivity(Throwable cause) {
    return new ActivityFailure(
        "m", 1, 2, "renderSegment", "1", RetryState.RETRY_STATE_TIMEOUT, "worker", cause);
  }

  @Test
  void failuresAreOfTheClosedList() {
    ApplicationFailure known = Failures.of(FailureType.HOST_EXHAUSTED, "disk full");
    assertSame(known, JobFailures.of(known));
    assertEquals("host-exhausted", JobFailures.of(inActivity(known)).getType());
    assertEquals("disk full", JobFailures.of(inActivity(known)).getOriginalMessage());

    TimeoutFailure silent = new TimeoutFailure("m", "details", TimeoutType.TIMEOUT_TYPE_HEARTBEAT);
    assertEquals("internal", JobFailures.of(inActivity(silent)).getType());
    assertEquals(
        "renderSegment timed out at its last attempt: TIMEOUT_TYPE_HEARTBEAT",
        JobFailures.of(inActivity(silent)).getOriginalMessage());

    ApplicationFailure stopped = JobFailures.of(inActivity(new CanceledFailure("worker stops")));
    assertEquals("internal", stopped.getType());
  }
}
