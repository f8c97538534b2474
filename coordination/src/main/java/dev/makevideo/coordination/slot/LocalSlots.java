package dev.makevideo.coordination.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The slots of this process alone. Remembers only what is held or waited for. Thread-safe. */
public final class LocalSlots implements Slots {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Who holds a slot, and who waits for one, in the order in which they came. */
  private final Map<Subject, List<Object>> queues = new HashMap<>();

  @Override
  public synchronized Optional<Slot> take(
      Subject subject, Duration patience, BooleanSupplier isGivenUp) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Object ticket = new Object();
    List<Object> queue = queues.computeIfAbsent(subject, same -> new ArrayList<>());
    queue.add(ticket);
    boolean granted = false;
    try {
      while (queue.indexOf(ticket) >= subject.most()) {
        long left = end - System.nanoTime();
        if (left <= 0 || isGivenUp.getAsBoolean()) {
          return Optional.empty();
        }
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
      }
      granted = true;
      return Optional.of(() -> leave(subject, ticket));
    } finally {
      if (!granted) {
        leave(subject, ticket);
      }
    }
  }

  private synchronized void leave(Subject subject, Object ticket) {
    List<Object> queue = queues.getOrDefault(subject, List.of());
    if (queue.contains(ticket)) {
      queue.remove(ticket);
      notifyAll();
    }
    if (queue.isEmpty()) {
      queues.remove(subject);
    }
  }

  /** How many subjects somebody holds or waits for. */
  synchronized int known() {
    return queues.size();
  }
}
