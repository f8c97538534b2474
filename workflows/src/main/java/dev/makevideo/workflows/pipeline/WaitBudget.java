package dev.makevideo.workflows.pipeline;

import dev.makevideo.workflows.stage.JobLimits;
import java.time.Duration;

/**
 * How much waiting for services is left: of the time, in which waits at the same time count once,
 * and of the number of waits. Together they bound the events that waits add to a history.
 */
final class WaitBudget {
  private long countedUntil;
  private long waitedMillis;
  private int waits;

  /** Counts a wait that begins now; false if that is more than there is. */
  boolean spend(long now, Duration pause) {
    long until = now + pause.toMillis();
    waitedMillis += Math.max(0, until - Math.max(now, countedUntil));
    countedUntil = Math.max(countedUntil, until);
    waits++;
    return waitedMillis <= JobLimits.SERVICE_WAIT.toMillis() && waits <= JobLimits.SERVICE_WAITS;
  }
}
