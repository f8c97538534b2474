package dev.makevideo.workflows.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The working time of one job: the time in which at least one of its activities worked.
 *
 * <p>An activity tells how long its attempt ran; it counts from that long before its completion to
 * its completion, on the workflow's clock, and times that overlap count once. So the clock stands
 * still while a job is queued, waits for a service, or has no worker. Attempts that ended without a
 * result are not counted: those are bounded by startToClose and by the number of attempts.
 *
 * <p>Not thread-safe; used by the threads of one workflow, of which one runs at a time.
 */
public final class JobClock {
  private record Interval(long from, long to) {}

  private final long start;
  private final Deque<Interval> worked = new ArrayDeque<>();

  /**
   * @param start when the job started, in milliseconds; nothing counts before
   */
  public JobClock(long start) {
    this.start = start;
  }

  /** Counts an activity. Completions come in the order of their time. */
  public void add(long completedAt, long ranMillis) {
    long from = Math.max(start, completedAt - Math.max(0, ranMillis));
    long to = Math.max(from, completedAt);
    while (!worked.isEmpty() && worked.getLast().to() >= from) {
      Interval last = worked.removeLast();
      from = Math.min(from, last.from());
      to = Math.max(to, last.to());
    }
    worked.addLast(new Interval(from, to));
  }

  public Duration worked() {
    return Duration.ofMillis(worked.stream().mapToLong(i -> i.to() - i.from()).sum());
  }
}
