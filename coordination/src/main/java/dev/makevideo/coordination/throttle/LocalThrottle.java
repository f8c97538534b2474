package dev.makevideo.coordination.throttle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What this process alone knows. Bounded: of a thousand the one that asked first is forgotten, and
 * would ask again. Thread-safe; nothing blocks.
 */
public final class LocalThrottle implements Throttle {
  private static final int SUBJECTS = 1000;

  private final LongSupplier nanoTime;
  private long turns;
  private final Map<Subject, Closed> closed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Closed> eldest) {
          return size() > SUBJECTS;
        }
      };

  /**
   * @param until on the process's clock
   * @param turn of the call that went first; zero: none has
   */
  private record Closed(long until, String reason, long turn) {}

  /**
   * @param nanoTime a clock that never goes back, such as {@code System::nanoTime}
   */
  public LocalThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized Pass enter(Subject subject) {
    Pass known = look(subject);
    Closed state = closed.get(subject);
    if (state == null || !known.isGranted()) {
      return known;
    }
    long now = nanoTime.getAsLong();
    if (now - state.until() > KEPT.toNanos()) {
      closed.remove(subject);
      return Pass.FREE;
    }
    turns++;
    closed.put(subject, new Closed(now + GAP.toNanos(), state.reason(), turns));
    return Pass.first(turns);
  }

  @Override
  public synchronized Pass look(Subject subject) {
    Closed state = closed.get(subject);
    long left = state == null ? 0 : state.until() - nanoTime.getAsLong();
    return state == null || left <= 0
        ? Pass.FREE
        : Pass.waiting(Duration.ofNanos(left), state.reason());
  }

  @Override
  public synchronized void close(Subject subject, Duration patience, String reason) {
    Duration most = patience.compareTo(MOST) > 0 ? MOST : patience;
    long until = nanoTime.getAsLong() + Math.max(0, most.toNanos());
    Closed known = closed.get(subject);
    if (known == null || until - known.until() > 0) {
      closed.put(subject, new Closed(until, reason, 0));
    }
  }

  @Override
  public synchronized void answered(Subject subject, Pass pass) {
    Closed state = closed.get(subject);
    if (pass.turn() != 0 && state != null && state.turn() == pass.turn()) {
      closed.remove(subject);
    }
  }

  /** Forgets a subject. */
  synchronized void forget(Subject subject) {
    closed.remove(subject);
  }
}
