package dev.makevideo.coordination.lock;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets one do a thing at a time. Locks spare work done twice; where doing it twice would do harm,
 * the write looks at the {@linkplain HeldLock#fences() fence}. They are not re-entrant, and who
 * waits longest does not always come first. What {@link RedisLocks} adds for all processes, and
 * what it cannot promise, is said there. Thread-safe.
 */
public interface Locks {
  /**
   * Takes all of the names, one after the other in their order, or none. Who takes all that he
   * needs at once is never in a ring.
   *
   * @param isGivenUp ends the wait when it is true; is asked several times a second and must not
   *     block
   * @return empty: the time is over, or it was given up
   * @throws DeadlockException if the wait could not end, since who holds the lock waits, himself or
   *     through others, for one that this owner holds. The caller releases those, and may try again
   * @throws LocksUnavailableException if nobody can say whether it is free; the caller goes on
   *     without a lock where that is harmless, and else comes back later
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<HeldLock> take(LockRequest request, BooleanSupplier isGivenUp)
      throws InterruptedException, LocksUnavailableException;
}
