package dev.makevideo.coordination.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The slots of this process alone. Thread-safe. */
public final class LocalSlots implements Slots {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Map<Subject, Queue> queues = new ConcurrentHashMap<>();

  /** Who holds a slot, and who waits for one, in the order in which they came. */
  private static final class Queue {
    private final List<Object> tickets = new ArrayList<>();

    synchronized boolean stand(
        Object ticket, int most, Duration patience, BooleanSupplier isGivenUp)
        throws InterruptedException {
      long end = System.nanoTime() + patience.toNanos();
      tickets.add(ticket);
      boolean granted = false;
      try {
        while (tickets.indexOf(ticket) >= most) {
          long left = end - System.nanoTime();
          if (left <= 0 || isGivenUp.getAsBoolean()) {
            return false;
          }
          TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
        }
        granted = true;
        return true;
      } finally {
        if (!granted) {
          leave(ticket);
        }
      }
    }

    synchronized void leave(Object ticket) {
      tickets.remove(ticket);
      notifyAll();
    }
  }

  @Override
  public Optional<Slot> take(Subject subject, Duration patience, BooleanSupplier isGivenUp)
      throws InterruptedException {
    Queue queue = queues.computeIfAbsent(subject, same -> new Queue());
    Object ticket = new Object();
    return queue.stand(ticket, subject.most(), patience, isGivenUp)
        ? Optional.of(() -> queue.leave(ticket))
        : Optional.empty();
  }
}
