package dev.makevideo.activities.runner;

import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LocalLocks;
import dev.makevideo.coordination.lock.LockName;
import dev.makevideo.coordination.lock.LockOwner;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.lock.LocksUnavailableException;
import dev.makevideo.platform.process.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What several jobs want at once is worked out by one of them, over all workers: whoever gets its
 * turn looks first whether the one before has done it. Fails open: while nobody can say who else
 * works, it is one at a time in each process, and the same work may be done by several; the store
 * takes the first result. Thread-safe.
 */
public final class SingleFlight {
  private static final Logger log = LoggerFactory.getLogger(SingleFlight.class);

  /** Longer than a worker may stand still; the longest that others wait for one that was killed. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Of this process: so it asks for each name with one voice. */
  private final Locks here = new LocalLocks(Clock.systemUTC());

  private final Locks everywhere;

  /**
   * @param everywhere best of all workers
   */
  public SingleFlight(Locks everywhere) {
    this.everywhere = everywhere;
  }

  /** A turn; it ends when this is closed. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the turn of a name.
   *
   * @param patience the longest wait
   * @return empty: others take longer, or it was stopped
   * @throws InterruptedException if interrupted while waiting
   */
  public Optional<Turn> take(LockName name, Duration patience, StopSignal stop)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    LockOwner owner = LockOwner.called("work");
    HeldLock first;
    try {
      Optional<HeldLock> mine =
          here.take(new LockRequest(owner, name, LEASE, patience), stop::isStopped);
      if (mine.isEmpty()) {
        return Optional.empty();
      }
      first = mine.get();
    } catch (LocksUnavailableException e) {
      throw new IllegalStateException("a process's own locks are always to be had", e);
    }
    boolean taken = false;
    try {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      Optional<Turn> turn = shared(first, owner, name, left, stop);
      taken = turn.isPresent();
      return turn;
    } finally {
      if (!taken) {
        first.close();
      }
    }
  }

  private Optional<Turn> shared(
      HeldLock first, LockOwner owner, LockName name, Duration patience, StopSignal stop)
      throws InterruptedException {
    try {
      // Without patience an answer that does not come is soon known.
      Optional<HeldLock> lock =
          everywhere.take(new LockRequest(owner, name, LEASE, Duration.ZERO), stop::isStopped);
      if (lock.isEmpty() && !patience.isZero()) {
        lock = everywhere.take(new LockRequest(owner, name, LEASE, patience), stop::isStopped);
      }
      return lock.map(
          held ->
              () -> {
                held.close();
                first.close();
              });
    } catch (LocksUnavailableException e) {
      log.atDebug()
          .addKeyValue("lock", name)
          .addKeyValue("reason", e.getMessage())
          .log("other workers may do the same work");
      return Optional.of(first::close);
    }
  }
}
