package dev.makevideo.workflows.progress;

import dev.makevideo.workflows.job.JobEvent;
import dev.makevideo.workflows.stage.JobLimits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest events of one job. Numbers have no gaps; the oldest events are dropped. */
public final class EventLog {
  private final Deque<JobEvent> events = new ArrayDeque<>();
  private long last;

  /** The next event has the number after this one, as if so many had been before. */
  void goOnAfter(long number) {
    last = number;
  }

  public void add(Instant at, String type, String message) {
    last++;
    events.addLast(new JobEvent(last, at, type, message));
    if (events.size() > JobLimits.EVENTS_KEPT) {
      events.removeFirst();
    }
  }

  /** The kept events with a higher number, oldest first. */
  public List<JobEvent> after(long number) {
    return events.stream().filter(event -> event.number() > number).toList();
  }

  /** The newest events, oldest first. */
  public List<JobEvent> newest(int count) {
    return after(last - count);
  }
}
