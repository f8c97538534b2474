package dev.makevideo.workflows.freeing;

import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;

/** The bounds of freeing, each with its reason. */
public final class FreeingLimits {
  /** Jobs that are deleted one after the other are looked at in one go. */
  static final Duration GATHER = Duration.ofSeconds(10);

  /**
   * From one look to the next: the server may take a while to delete a job; what was used minutes
   * ago, or may be used by a job that runs, can be decided later. The last one holds for all that
   * follow.
   */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(3),
          Duration.ofHours(6));

  /** Then the daily collection has it: a job may be paused for a month. */
  static final Duration ALTOGETHER = Duration.ofDays(7);

  /** Objects that wait at once: half a megabyte as JSON, a quarter of what a payload may be. */
  static final int MOST_OBJECTS = 5_000;

  /** Above this many events the workflow goes on in a new run. */
  static final int LONGEST_HISTORY = 2_000;

  /** Two short reads for each of a hundred thousand jobs. */
  private static final Duration LOOK = Duration.ofHours(1);

  /** A look tells of itself at each job; after so long a silence its worker is dead. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 5;

  private FreeingLimits() {}

  static Duration pause(int tries) {
    return tries == 0 ? GATHER : PAUSES.get(Math.min(tries, PAUSES.size()) - 1);
  }

  static ActivityOptions look(int jobs) {
    return options("objects of " + jobs + " deleted jobs");
  }

  /** Of an activity that goes through the jobs that the server knows. */
  public static ActivityOptions options(String summary) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.LIGHT)
        .setStartToCloseTimeout(LOOK)
        .setHeartbeatTimeout(SILENCE)
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(FIRST_RETRY)
                .setMaximumInterval(LONGEST_RETRY)
                .setMaximumAttempts(ATTEMPTS)
                .build())
        .setSummary(summary)
        .build();
  }
}
