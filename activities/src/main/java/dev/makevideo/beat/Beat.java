package dev.makevideo.beat;

import dev.makevideo.activity.ActivityProgress;
import dev.makevideo.process.StopSignal;
import java.util.Optional;

/**
 * The heartbeat of one activity attempt. A timer sends the latest progress every second, also while
 * the work itself is silent; an external stop (cancel, lost attempt, shutdown) sets {@link
 * #stop()}. Thread-safe.
 */
public interface Beat extends AutoCloseable {
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
