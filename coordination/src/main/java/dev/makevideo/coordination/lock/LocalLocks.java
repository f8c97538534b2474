package dev.makevideo.coordination.lock;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The locks of this process alone. None is ever lost, and a lease means nothing: a process is not
 * silent towards itself. Fences start at the clock's time, so that they rise over restarts, too.
 * Remembers only what is held or waited for. Thread-safe.
 */
public final class LocalLocks implements Locks {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Clock clock;
  private final Map<LockName, Held> held = new HashMap<>();
  private final Map<LockOwner, LockName> waits = new HashMap<>();
  private long lastFence;

  /**
   * @param clock what fences start at
   */
  public LocalLocks(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Optional<HeldLock> take(LockRequest request, BooleanSupplier isGivenUp)
      throws InterruptedException, LocksUnavailableException {
    long end = System.nanoTime() + request.patience().toNanos();
    return HeldTogether.take(
        request.names(), (name, token) -> take(request.owner(), name, token, end, isGivenUp));
  }

  private synchronized Optional<HeldLock> take(
      LockOwner owner, LockName name, String token, long end, BooleanSupplier isGivenUp)
      throws InterruptedException {
    try {
      while (held.containsKey(name)) {
        long left = end - System.nanoTime();
        if (left <= 0 || isGivenUp.getAsBoolean()) {
          return Optional.empty();
        }
        refuseRing(owner, name);
        waits.put(owner, name);
        TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
      }
    } finally {
      waits.remove(owner);
    }
    Held lock = new Held(owner, name, token, nextFence());
    held.put(name, lock);
    return Optional.of(lock);
  }

  private void refuseRing(LockOwner owner, LockName name) {
    List<String> ring = new ArrayList<>(List.of(owner.id(), name.toString()));
    @Nullable Held next = held.get(name);
    while (next != null && ring.size() <= 2 * (waits.size() + 1)) {
      if (next.owner.equals(owner)) {
        throw new DeadlockException(ring);
      }
      LockName waited = waits.get(next.owner);
      ring.add(next.owner.id());
      ring.add(String.valueOf(waited));
      next = waited == null ? null : held.get(waited);
    }
  }

  private long nextFence() {
    lastFence = Math.max(lastFence + 1, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    return lastFence;
  }

  private synchronized void release(Held lock) {
    if (held.remove(lock.name, lock)) {
      notifyAll();
    }
  }

  private synchronized boolean holds(Held lock) {
    return held.get(lock.name) == lock;
  }

  /** How many locks are held or waited for. */
  synchronized int known() {
    return held.size() + waits.size();
  }

  synchronized boolean isWaiting(LockOwner owner) {
    return waits.containsKey(owner);
  }

  private final class Held implements HeldLock {
    private final LockOwner owner;
    private final LockName name;
    private final String token;
    private final long fence;

    Held(LockOwner owner, LockName name, String token, long fence) {
      this.owner = owner;
      this.name = name;
      this.token = token;
      this.fence = fence;
    }

    @Override
    public String token() {
      return token;
    }

    @Override
    public SortedMap<LockName, Long> fences() {
      return new TreeMap<>(Map.of(name, fence));
    }

    @Override
    public boolean isHeld() {
      return holds(this);
    }

    @Override
    public void onLost(Runnable heard) {
      // it never is
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
