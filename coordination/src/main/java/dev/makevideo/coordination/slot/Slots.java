package dev.makevideo.coordination.slot;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets no more than so many do a thing at once; who comes first goes first. What {@link RedisSlots}
 * adds for all processes, and what it cannot promise, is said there. Thread-safe.
 */
public interface Slots {
  /**
   * What is done.
   *
   * @param service whom it is done to, {@code [a-z0-9.-]{1,64}}
   * @param work what, likewise, such as {@code search}
   * @param most how many at once, 1 or more; the same wherever the other two are the same
   */
  record Subject(String service, String work, int most) {
    /**
     * @throws IllegalArgumentException if none could ever be done
     */
    public Subject {
      if (most < 1) {
        throw new IllegalArgumentException("most is " + most + "; allowed: 1 or more");
      }
    }
  }

  /** The right to do it once. Thread-safe. */
  interface Slot extends AutoCloseable {
    /** Gives it back; again does nothing. Never blocks or throws. */
    @Override
    void close();
  }

  /**
   * Waits for a slot.
   *
   * @param patience the longest wait; what Redis takes for an answer may come on top (250 ms)
   * @param isGivenUp ends the wait when it is true; is asked several times a second and must not
   *     block
   * @return empty: the time is over, or it was given up
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Slot> take(Subject subject, Duration patience, BooleanSupplier isGivenUp)
      throws InterruptedException;
}
