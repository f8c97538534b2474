package dev.makevideo.activities.runner;

import dev.makevideo.activities.heartbeat.Heartbeat;
import dev.makevideo.activities.heartbeat.HeartbeatSource;
import dev.makevideo.platform.storage.Scratch;
import java.util.function.Supplier;

/**
 * Runs the body of an activity: opens its heartbeat, gives it a scratch folder if it wants one,
 * ends it as Temporal wishes when it must stop, and turns what it throws into the closed list of
 * failures. Thread-safe.
 */
public final class ActivityRunner {
  private final HeartbeatSource heartbeats;
  private final Scratch scratch;
  private final Supplier<Attempt> attempts;

  /**
   * @param attempts {@code Attempt::current}, except in tests
   */
  public ActivityRunner(HeartbeatSource heartbeats, Scratch scratch, Supplier<Attempt> attempts) {
    this.heartbeats = heartbeats;
    this.scratch = scratch;
    this.attempts = attempts;
  }

  /**
   * Runs one attempt on the activity's thread.
   *
   * @throws io.temporal.client.ActivityCompletionException if the attempt was told to stop
   * @throws io.temporal.failure.ApplicationFailure of the closed list for everything else
   */
  public <T> T run(ActivityBody<T> body) {
    Attempt attempt = attempts.get();
    try (Heartbeat heartbeat = heartbeats.open();
        RunningActivity activity = new RunningActivity(attempt, heartbeat, scratch)) {
      heartbeat.check();
      try {
        return body.run(activity);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        // Being told to stop is the reason for whatever the work throws then.
        heartbeat.check();
        throw ErrorTranslation.of(e, attempt.number());
      }
    }
  }
}
