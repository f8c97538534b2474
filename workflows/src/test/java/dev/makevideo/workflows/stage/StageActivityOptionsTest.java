package dev.makevideo.workflows.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.job.AspectRatio;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StageActivityOptionsTest {
  private static final StageTimeouts TIMEOUTS =
      new StageTimeouts(50, Duration.ofSeconds(149), AspectRatio.PORTRAIT_9_16);
  private static final StageActivityOptions OPTIONS = new StageActivityOptions(TIMEOUTS);

  private static Map<String, ActivityOptions> all() {
    return Map.of(
        "analyzeAudio", OPTIONS.analyzeAudio(),
        "transcribe", OPTIONS.transcribe(),
        "generateSubtitles", OPTIONS.generateSubtitles(),
        "fetchShorts", OPTIONS.fetchShorts("sea"),
        "downloadShorts", OPTIONS.downloadShorts(1, List.of(0, 1, 2)),
        "validateShorts", OPTIONS.validateShorts(1, List.of(0, 1, 2)),
        "planTimeline", OPTIONS.planTimeline(12),
        "renderSegment", OPTIONS.renderSegment(0, 9),
        "assembleVideo", OPTIONS.assembleVideo(9),
        "finalizeVideo", OPTIONS.finalizeVideo());
  }

  @Test
  void queuesAreNamedByWhatTheWorkUsesUp() {
    Map<String, Set<String>> byQueue =
        all().entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> Objects.requireNonNull(entry.getValue().getTaskQueue()),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
    assertEquals(Set.of("fetchShorts", "downloadShorts"), byQueue.get(TaskQueues.IO));
    assertEquals(
        Set.of("validateShorts", "renderSegment", "assembleVideo"), byQueue.get(TaskQueues.CPU));
    assertEquals(Set.of("transcribe"), byQueue.get(TaskQueues.TRANSCRIBE));
    assertEquals(4, Objects.requireNonNull(byQueue.get(TaskQueues.LIGHT)).size());
    assertEquals(TaskQueues.LIGHT, OPTIONS.cleanUpJob().getTaskQueue());
  }

  /** The API gives up after 8 s, and the endpoint's own limit is 6 s at the most. */
  @Test
  void aTurnWaitsForFreeTextForSixAndAHalfSeconds() {
    ActivityOptions reading = StageActivityOptions.readFreeText();
    assertEquals(Duration.ofMillis(6_500), reading.getScheduleToCloseTimeout());
    assertEquals(Duration.ofMillis(6_500), reading.getStartToCloseTimeout());
    assertEquals(1, Objects.requireNonNull(reading.getRetryOptions()).getMaximumAttempts());
    assertEquals(TaskQueues.LIGHT, reading.getTaskQueue());
  }

  @Test
  void anAttemptIsBoundedAndTheQueueIsNot() {
    all()
        .forEach(
            (name, options) -> {
              assertNotNull(options.getStartToCloseTimeout(), name);
              assertNull(options.getScheduleToCloseTimeout(), name);
              assertNull(options.getScheduleToStartTimeout(), name);
              assertEquals(
                  Set.of(TaskQueues.CPU, TaskQueues.TRANSCRIBE).contains(options.getTaskQueue())
                      ? Duration.ofSeconds(15)
                      : Duration.ofSeconds(10),
                  options.getHeartbeatTimeout(),
                  name);
              assertEquals(
                  ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
                  options.getCancellationType(),
                  name);
            });
    assertEquals(
        TIMEOUTS.batch(Stage.DOWNLOADING_SHORTS, 3),
        OPTIONS.downloadShorts(1, List.of(0, 1, 2)).getStartToCloseTimeout());
    assertEquals(
        TIMEOUTS.batch(Stage.BUILDING_VIDEO, 1),
        OPTIONS.renderSegment(0, 9).getStartToCloseTimeout());
  }

  @Test
  void retriesBackOffFromTwoSecondsToThirty() {
    all()
        .forEach(
            (name, options) -> {
              var retries = Objects.requireNonNull(options.getRetryOptions());
              assertEquals(Duration.ofSeconds(2), retries.getInitialInterval(), name);
              assertEquals(2, retries.getBackoffCoefficient(), name);
              assertEquals(Duration.ofSeconds(30), retries.getMaximumInterval(), name);
              assertEquals(20, retries.getMaximumAttempts(), name);
              assertEquals(
                  Arrays.stream(FailureType.values())
                      .filter(type -> !type.isRetryable())
                      .map(FailureType::label)
                      .collect(Collectors.toSet()),
                  Set.of(Objects.requireNonNull(retries.getDoNotRetry())),
                  name);
            });
  }

  @Test
  void cleanUpIsShortSoThatACancelledJobCloses() {
    ActivityOptions options = OPTIONS.cleanUpJob();
    assertEquals(Duration.ofSeconds(30), options.getStartToCloseTimeout());
    assertEquals(Duration.ofMinutes(2), options.getScheduleToCloseTimeout());
    assertEquals(3, Objects.requireNonNull(options.getRetryOptions()).getMaximumAttempts());
  }

  @Test
  void theWorkflowsOwnBoundsAreAsDecided() {
    assertEquals(10, JobLimits.BATCH_SIZE);
    assertEquals(5, JobLimits.ITEM_ATTEMPTS);
    assertEquals(Duration.ofSeconds(6), JobLimits.LONGEST_CUT);
    assertEquals(10, JobLimits.RESERVE_PERCENT);
    assertEquals(16, JobLimits.SEGMENTS_IN_FLIGHT);
    assertEquals(Duration.ofHours(12), JobLimits.SERVICE_WAIT);
    assertEquals(200, JobLimits.EVENTS_KEPT);
  }

  @Test
  void summariesSayWhatTheWorkIs() {
    assertEquals(
        "download batch 3: clips 21-30",
        OPTIONS.downloadShorts(3, IntStream.range(20, 30).boxed().toList()).getSummary());
    assertEquals(
        "validate batch 4: clips 7, 31-33, 40",
        OPTIONS.validateShorts(4, List.of(39, 6, 30, 31, 32)).getSummary());
    assertEquals("download batch 5: clip 8", OPTIONS.downloadShorts(5, List.of(7)).getSummary());
    assertEquals("segment 1 of 9", OPTIONS.renderSegment(0, 9).getSummary());
    assertEquals("search \"sea\"", OPTIONS.fetchShorts("sea").getSummary());
  }

  @Test
  void summariesAreCutBetweenCharactersAt200Bytes() {
    String summary = Objects.requireNonNull(OPTIONS.fetchShorts("🌊".repeat(100)).getSummary());
    assertEquals("search \"" + "🌊".repeat(48), summary);
    assertTrue(summary.getBytes(StandardCharsets.UTF_8).length <= 200);
  }
}
