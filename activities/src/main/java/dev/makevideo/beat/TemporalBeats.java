package dev.makevideo.beat;

import io.temporal.activity.Activity;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Opens heartbeats of Temporal activities; one timer thread serves them all. Thread-safe. */
public final class TemporalBeats implements Beats, AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Beat open() {
    return new TemporalBeat(Activity.getExecutionContext(), timer);
  }

  /** Stops the timer: attempts that still run are lost at their heartbeat timeout. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
