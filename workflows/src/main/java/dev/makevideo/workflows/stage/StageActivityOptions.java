package dev.makevideo.workflows.stage;

import dev.makevideo.workflows.failure.FailureType;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The options of every activity: queue, bounds, retries, and the line by which it is known in the
 * Web UI. There is no scheduleToClose: it would count the time in the queue, and fifty jobs on two
 * slots would die unstarted. One attempt is bounded by startToClose from {@link StageTimeouts}, the
 * job by its own clock. Immutable.
 */
public final class StageActivityOptions {
  /** A dead worker is found this soon; heartbeats come each second, and nine may be lost. */
  static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** As above where all processors are busy, and a heartbeat may be late for it. */
  static final Duration CPU_HEARTBEAT = Duration.ofSeconds(15);

  static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  static final double BACKOFF = 2;

  /**
   * With the heartbeat timeout this keeps recovery from a crash under a minute. Retries of deferred
   * items, up to 60 s apart, are the workflow's.
   */
  static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  /**
   * A killed worker uses up an attempt, and one that drains can use up several. Unexpected errors
   * stop sooner: the worker makes them final at the fifth attempt.
   */
  static final int ATTEMPTS = 20;

  /** Clean-up is courtesy: the sweep at a worker's start does it again. */
  static final Duration CLEAN_UP = Duration.ofSeconds(30);

  static final int CLEAN_UP_ATTEMPTS = 3;

  /** The only bound that counts the queue: a cancelled job closes even if nobody cleans up. */
  static final Duration CLEAN_UP_ALTOGETHER = Duration.ofMinutes(2);

  /**
   * A turn of a conversation is answered within the 8 s that the API waits, whatever the chat
   * endpoint does; it counts the queue, too, and there is no second attempt.
   */
  public static final Duration READING = Duration.ofMillis(6_500);

  private final StageTimeouts timeouts;

  public StageActivityOptions(StageTimeouts timeouts) {
    this.timeouts = timeouts;
  }

  public ActivityOptions analyzeAudio() {
    return of(
        TaskQueues.LIGHT, timeouts.stage(Stage.ANALYZING_AUDIO), HEARTBEAT, "analyze narration");
  }

  public ActivityOptions transcribe() {
    return of(
        TaskQueues.TRANSCRIBE,
        timeouts.stage(Stage.TRANSCRIBING),
        CPU_HEARTBEAT,
        "transcribe narration");
  }

  public ActivityOptions generateSubtitles() {
    return of(
        TaskQueues.LIGHT,
        timeouts.stage(Stage.GENERATING_SUBTITLES),
        HEARTBEAT,
        "generate subtitles");
  }

  public ActivityOptions proposePhrases() {
    return of(TaskQueues.LIGHT, timeouts.planning(), HEARTBEAT, "propose search phrases");
  }

  /**
   * @param shots how many lines the shot list has
   */
  public ActivityOptions placeShots(int shots) {
    return of(TaskQueues.LIGHT, timeouts.planning(), HEARTBEAT, "place a shot list of " + shots);
  }

  /**
   * @param phrases how many are searched for
   */
  public ActivityOptions fetchPhrases(int phrases) {
    return of(
        TaskQueues.IO, timeouts.phrases(phrases), HEARTBEAT, "search for " + phrases + " phrases");
  }

  /**
   * @param query shown in the summary
   */
  public ActivityOptions fetchShorts(String query) {
    return of(
        TaskQueues.IO,
        timeouts.stage(Stage.FETCHING_SHORTS),
        HEARTBEAT,
        "search \"" + query + "\"");
  }

  /**
   * @param batch its number, from 1, for the summary
   * @param indexes positions of the candidates, from 0
   */
  public ActivityOptions downloadShorts(int batch, List<Integer> indexes) {
    return of(
        TaskQueues.IO,
        timeouts.batch(Stage.DOWNLOADING_SHORTS, indexes.size()),
        HEARTBEAT,
        batchSummary("download", batch, indexes));
  }

  /** As {@link #downloadShorts}. */
  public ActivityOptions validateShorts(int batch, List<Integer> indexes) {
    return of(
        TaskQueues.CPU,
        timeouts.batch(Stage.VALIDATING_SHORTS, indexes.size()),
        CPU_HEARTBEAT,
        batchSummary("validate", batch, indexes));
  }

  /**
   * @param clips how many clips there are to plan with
   */
  public ActivityOptions planTimeline(int clips) {
    return of(
        TaskQueues.LIGHT, timeouts.planning(), HEARTBEAT, "plan timeline from " + clips + " clips");
  }

  /**
   * @param index the segment's position, from 0
   * @param segments how many there are
   */
  public ActivityOptions renderSegment(int index, int segments) {
    return of(
        TaskQueues.CPU,
        timeouts.batch(Stage.BUILDING_VIDEO, 1),
        CPU_HEARTBEAT,
        "segment " + (index + 1) + " of " + segments);
  }

  public ActivityOptions assembleVideo(int segments) {
    return of(TaskQueues.CPU, timeouts.assembly(), CPU_HEARTBEAT, "join " + segments + " segments");
  }

  public ActivityOptions finalizeVideo() {
    return of(TaskQueues.LIGHT, timeouts.stage(Stage.FINALIZING), HEARTBEAT, "write report");
  }

  /** Looks for what an earlier job left. */
  public ActivityOptions recallGroundwork() {
    return of(
        TaskQueues.LIGHT, timeouts.planning(), HEARTBEAT, "look for what the earlier video had");
  }

  public ActivityOptions cleanUpJob() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.LIGHT)
        .setStartToCloseTimeout(CLEAN_UP)
        .setScheduleToCloseTimeout(CLEAN_UP_ALTOGETHER)
        .setRetryOptions(retries().setMaximumAttempts(CLEAN_UP_ATTEMPTS).build())
        .setSummary("clean up scratch")
        .build();
  }

  /** Of a conversation, which has no stages. */
  public static ActivityOptions readFreeText() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.LIGHT)
        .setStartToCloseTimeout(READING)
        .setScheduleToCloseTimeout(READING)
        .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
        .setSummary("read free text")
        .build();
  }

  private static ActivityOptions of(
      String queue, Duration startToClose, Duration heartbeat, String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(startToClose)
        .setHeartbeatTimeout(heartbeat)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(retries().build())
        .setSummary(Summary.cut(summary))
        .build();
  }

  private static RetryOptions.Builder retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(FIRST_RETRY)
        .setBackoffCoefficient(BACKOFF)
        .setMaximumInterval(LONGEST_RETRY)
        .setMaximumAttempts(ATTEMPTS)
        .setDoNotRetry(
            Arrays.stream(FailureType.values())
                .filter(type -> !type.isRetryable())
                .map(FailureType::label)
                .toArray(String[]::new));
  }

  /** Such as {@code download batch 3: clips 21-30}. */
  private static String batchSummary(String work, int batch, List<Integer> indexes) {
    return work + " batch " + batch + ": " + Summary.clips(indexes);
  }
}
