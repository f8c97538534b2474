package dev.makevideo.api.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import dev.makevideo.api.diagnosis.Diagnosis.Finding;
import dev.makevideo.api.heartbeat.Heartbeats;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.contract.Rejection.Reason;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.wire.Payloads;
import io.temporal.api.activity.v1.ActivityOptions;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.failure.v1.TimeoutFailureInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActivityLookTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Heartbeats HEARTBEATS = new Heartbeats(Payloads.converter());
  private static final Set<String> ONE = Set.of("worker-1@h");

  private static PendingActivityInfo.Builder activity(PendingActivityState state) {
    return PendingActivityInfo.newBuilder()
        .setActivityType(ActivityType.newBuilder().setName("renderSegment"))
        .setActivityOptions(
            ActivityOptions.newBuilder()
                .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.CPU)))
        .setState(state)
        .setAttempt(1)
        .setMaximumAttempts(20)
        .setScheduledTime(at(-200))
        .setLastWorkerIdentity("worker-1@h");
  }

  private static PendingActivityInfo.Builder scheduled() {
    return activity(PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED);
  }

  private static PendingActivityInfo.Builder started() {
    return activity(PendingActivityState.PENDING_ACTIVITY_STATE_STARTED)
        .setLastStartedTime(at(-60))
        .setLastHeartbeatTime(at(-1));
  }

  private static Timestamp at(long seconds) {
    return Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() + seconds).build();
  }

  private static Failure failure(FailureType type) {
    return Failure.newBuilder()
        .setMessage("ffmpeg was killed")
        .setApplicationFailureInfo(ApplicationFailureInfo.newBuilder().setType(type.label()))
        .build();
  }

  private static Finding finding(
      PendingActivityInfo.Builder activity, Set<String> pollers, Map<String, String> waiting) {
    return new ActivityLook(NOW, HEARTBEATS, Map.of(TaskQueues.CPU, pollers), waiting)
        .findings(List.of(activity.build()))
        .get(0);
  }

  private static void is(Cause cause, Finding finding, String... words) {
    assertEquals(cause, finding.known(), finding::toString);
    for (String word : words) {
      assertTrue(finding.sentence().contains(word), finding::toString);
    }
  }

  @Test
  void whatIsInAQueueWaitsForRoomAWorkerOrItsTurn() {
    is(
        Cause.NO_ROOM,
        finding(scheduled(), Set.of(), Map.of(TaskQueues.CPU, "1 MB free")),
        "1 MB free");
    is(Cause.NO_WORKER, finding(scheduled(), Set.of(), Map.of()), TaskQueues.CPU);
    is(Cause.QUEUED, finding(scheduled(), ONE, Map.of()), "3 min", TaskQueues.CPU);
    is(Cause.PAUSED, finding(scheduled().setPaused(true), ONE, Map.of()), "renderSegment");
  }

  @Test
  void whatFailedSaysWhyAndWhenItComesAgain() {
    PendingActivityInfo.Builder again =
        scheduled()
            .setAttempt(3)
            .setLastFailure(failure(FailureType.HOST_EXHAUSTED))
            .setNextAttemptScheduleTime(at(30));
    Finding later = finding(again, ONE, Map.of());
    is(Cause.HOST_EXHAUSTED, later, "attempt 3 of 20", "ffmpeg was killed", "00:00:30");
    assertEquals(NOW.plusSeconds(30), later.until().orElseThrow());
    is(
        Cause.HOST_EXHAUSTED,
        finding(again.setNextAttemptScheduleTime(at(-1)), ONE, Map.of()),
        "at once");
    PendingActivityInfo.Builder lost =
        scheduled()
            .setAttempt(2)
            .setLastFailure(
                Failure.newBuilder()
                    .setMessage("activity Heartbeat timeout")
                    .setTimeoutFailureInfo(
                        TimeoutFailureInfo.newBuilder()
                            .setTimeoutType(TimeoutType.TIMEOUT_TYPE_HEARTBEAT)));
    is(Cause.WORKER_SILENT, finding(lost, ONE, Map.of()), "heartbeat");
  }

  @Test
  void whatRunsIsAtWorkOrNotHeardOf() {
    is(Cause.AT_WORK, finding(started(), ONE, Map.of()), "worker-1@h", "60 s");
    is(
        Cause.WORKER_SILENT,
        finding(started().setLastHeartbeatTime(at(-9)), ONE, Map.of()),
        "worker-1@h",
        "9 s");
    is(
        Cause.AT_WORK,
        finding(started().setLastStartedTime(at(-2)).setLastHeartbeatTime(at(-50)), ONE, Map.of()));
    is(
        Cause.INTERNAL,
        finding(
            started().setAttempt(4).setLastFailure(failure(FailureType.INTERNAL)), ONE, Map.of()),
        "attempt 4");
  }

  @Test
  void whatRunsSaysHowFarItIsAndWhyItemsAreTriedAgain() {
    ActivityProgress whole = new ActivityProgress(0, 1, 0.426, List.of());
    is(Cause.AT_WORK, finding(beating(whole), ONE, Map.of()), "since 60 s, 43 % done");
    ActivityProgress items =
        new ActivityProgress(
            2,
            6,
            0.4,
            List.of(
                ItemOutcome.rejected(
                    0, 1, new Rejection(Reason.UNUSABLE, "broken", OptionalDouble.empty())),
                ItemOutcome.deferred(1, 1, NOW, "an earlier reason"),
                ItemOutcome.deferred(2, 2, NOW, "no answer for 60 s")));
    is(
        Cause.AT_WORK,
        finding(beating(items), ONE, Map.of()),
        ", 2 of 6 done, 1 of them rejected, 2 to be tried again: no answer for 60 s");
    PendingActivityInfo.Builder odd =
        started()
            .setHeartbeatDetails(Payloads.converter().toPayloads("of another form").orElseThrow());
    is(Cause.AT_WORK, finding(odd, ONE, Map.of()), "since 60 s");
  }

  private static PendingActivityInfo.Builder beating(ActivityProgress progress) {
    return started().setHeartbeatDetails(Payloads.converter().toPayloads(progress).orElseThrow());
  }

  @Test
  void theSameIsSaidOnce() {
    List<Finding> findings =
        new ActivityLook(NOW, HEARTBEATS, Map.of(), Map.of())
            .findings(List.of(scheduled().build(), scheduled().build()));
    assertEquals(1, findings.size());
  }
}
