package dev.makevideo.activities.heartbeat;

import io.temporal.activity.Activity;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Opens heartbeats of Temporal activities; one timer thread serves them all. Thread-safe. */
public final class TemporalHeartbeatSource implements HeartbeatSource, AutoCloseable {
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Heartbeat open() {
    return new TemporalHeartbeat(Activity.getExecutionContext(), timer);
  }

  /** Stops the timer: attempts that still run are lost at their heartbeat timeout. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
