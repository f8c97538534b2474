package dev.makevideo.activities.heartbeat;

import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.contract.ActivityProgress;
import java.util.Optional;

/**
 * The heartbeat of one activity attempt. A timer sends the latest progress every second, also while
 * the work itself is silent; an external stop (cancel, lost attempt, shutdown) sets {@link
 * #stop()}. Thread-safe.
 */
public interface Heartbeat extends AutoCloseable {
  /** What work must watch; set when this attempt must end. */
  StopSignal stop();

  /** Replaces the progress that the next beat sends. Never blocks. */
  void progress(ActivityProgress progress);

  /** The details that the attempt before left, a hint only. */
  Optional<ActivityProgress> previous();

  /**
   * Ends the attempt if it must stop.
   *
   * @throws io.temporal.client.ActivityCompletionException as Temporal gave it
   */
  void check();

  /** Stops the timer. */
  @Override
  void close();
}
