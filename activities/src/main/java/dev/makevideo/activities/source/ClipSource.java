package dev.makevideo.activities.source;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.workflows.job.SourceName;
import java.io.IOException;
import java.util.List;

/**
 * One place where clips come from. It names candidates that a job may use: what its licence or the
 * job rules out is not among them. Thread-safe.
 */
public interface ClipSource {
  /** Which one it is. */
  SourceName name();

  /** Whether all that it needs is configured; if not, nothing else is asked of it. */
  boolean isReady();

  /** Whether it looks for a phrase; if not, it always gives the same. */
  default boolean searches() {
    return true;
  }

  /** What to set so that it is ready, a part of a sentence. */
  String needs();

  /** The settings to look at when it does not let us in; empty: it asks nobody who he is. */
  default String access() {
    return "";
  }

  /**
   * The candidates, best first, at most as many as are wanted; pages through its results until
   * there is enough footage. None is no error.
   *
   * @return failed or rejected: it could not be asked, in words for the user
   * @throws io.temporal.failure.ApplicationFailure if the request is at fault
   * @throws IOException if our own disk fails, or if the signal was set
   */
  CallResult<List<Candidate>> find(Wanted wanted, StopSignal stop)
      throws IOException, InterruptedException;

  /** What to tell the user if it found nothing. */
  String nothingFound(Wanted wanted);
}
