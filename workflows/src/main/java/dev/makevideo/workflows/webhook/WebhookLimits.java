package dev.makevideo.workflows.webhook;

import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The bounds of deliveries, and the options of their activities, each with its reason. The pauses
 * are those that the Standard Webhooks convention recommends, which last three days in all.
 */
public final class WebhookLimits {
  /** From one attempt to the next; then the event is given up. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** By up to this part a pause is longer: receivers that come back are not called all at once. */
  static final double JITTER = 0.1;

  /** Deliveries that are listed; a job has three, and one more each time that somebody decides. */
  public static final int KEPT = 20;

  /** How long one attempt may take, the receiver's answer included. */
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  /** An attempt with its bookkeeping; then its worker is dead, and another one makes it. */
  static final Duration ATTEMPT = Duration.ofSeconds(45);

  /** After so long a silence the job itself is looked at: it may have been terminated. */
  static final Duration FIRST_LOOK = Duration.ofMinutes(10);

  /** That pause doubles up to this. */
  static final Duration LONGEST_LOOK = Duration.ofHours(6);

  /** Above this many events the workflow goes on in a new run. */
  static final int LONGEST_HISTORY = 2_000;

  /** A job may be paused for a month; nothing that delivers outlives this. */
  public static final Duration ALTOGETHER = Duration.ofDays(120);

  /**
   * How long an event of a job may take until it is handed over, all attempts together: the server
   * takes it in milliseconds. Longer than a worker takes to be missed and replaced.
   */
  static final Duration HAND_OVER = Duration.ofMinutes(5);

  private static final Duration HAND_OVER_ATTEMPT = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 20;

  private WebhookLimits() {}

  /**
   * The pause after an attempt; none: there is no other.
   *
   * @param tries how many there were
   */
  static Optional<Duration> pause(int tries) {
    return tries <= PAUSES.size() ? Optional.of(PAUSES.get(tries - 1)) : Optional.empty();
  }

  /** Hands an event over. Bounded with the queue: a job ends even if it cannot tell. */
  public static ActivityOptions announce(String event) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.LIGHT)
        .setStartToCloseTimeout(HAND_OVER_ATTEMPT)
        .setScheduleToCloseTimeout(HAND_OVER)
        .setRetryOptions(retries().build())
        .setSummary("announce " + event)
        .build();
  }

  /** On a queue of its own: a slow receiver takes no slot from anybody's video. */
  static ActivityOptions deliver(String event, int attempt) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WEBHOOKS)
        .setStartToCloseTimeout(ATTEMPT)
        .setRetryOptions(retries().setMaximumAttempts(ATTEMPTS).build())
        .setSummary(event + ", attempt " + attempt)
        .build();
  }

  static ActivityOptions watch() {
    return ActivityOptions.newBuilder()
        .setTaskQueue(TaskQueues.WEBHOOKS)
        .setStartToCloseTimeout(ATTEMPT)
        .setRetryOptions(retries().setMaximumAttempts(ATTEMPTS).build())
        .setSummary("look at the job")
        .build();
  }

  private static RetryOptions.Builder retries() {
    return RetryOptions.newBuilder()
        .setInitialInterval(FIRST_RETRY)
        .setMaximumInterval(LONGEST_RETRY);
  }
}
