package dev.makevideo.runner;

import dev.makevideo.beat.Beat;
import dev.makevideo.beat.Beats;
import dev.makevideo.storage.Scratch;
import java.util.function.Supplier;

/**
 * Runs the body of an activity: opens its heartbeat, gives it a scratch folder if it wants one,
 * ends it as Temporal wishes when it must stop, and turns what it throws into the closed list of
 * failures. Thread-safe.
 */
public final class ActivityRunner {
  private final Beats beats;
  private final Scratch scratch;
  private final Supplier<Attempt> attempts;

  /**
   * @param attempts {@code Attempt::current}, except in tests
   */
  public ActivityRunner(Beats beats, Scratch scratch, Supplier<Attempt> attempts) {
    this.beats = beats;
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
    try (Beat beat = beats.open();
        RunningActivity activity = new RunningActivity(attempt, beat, scratch)) {
      beat.check();
      try {
        return body.run(activity);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        // Being told to stop is the reason for whatever the work throws then.
        beat.check();
        throw ErrorTranslation.of(e, attempt.number());
      }
    }
  }
}
