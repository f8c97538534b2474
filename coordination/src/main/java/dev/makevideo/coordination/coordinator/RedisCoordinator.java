package dev.makevideo.coordination.coordinator;

import dev.makevideo.coordination.breaker.BreakerListener;
import dev.makevideo.coordination.breaker.BreakerSettings;
import dev.makevideo.coordination.breaker.BreakerView;
import dev.makevideo.coordination.breaker.Breakers;
import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.limit.Limits;
import dev.makevideo.coordination.lock.HeldLock;
import dev.makevideo.coordination.lock.LockRequest;
import dev.makevideo.coordination.lock.Locks;
import dev.makevideo.coordination.lock.LocksUnavailableException;
import dev.makevideo.coordination.redis.RedisConnection;
import dev.makevideo.coordination.session.SessionSettings;
import dev.makevideo.coordination.session.Sessions;
import dev.makevideo.coordination.slot.Slots;
import dev.makevideo.coordination.throttle.Throttle;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * All that the processes share, for one process: {@link #over} Redis, or {@link #alone}. Whoever
 * wires a process asks it for features, and does not choose for each of them. A feature is made
 * when it is asked for first, and is the same one from then on. How each one fails is said there.
 * Thread-safe.
 */
public interface RedisCoordinator extends SharedValues, AutoCloseable {
  /**
   * Shared with all processes on this Redis.
   *
   * @param redis stays open; may be away
   * @param cacheListener hears what the cache was asked
   */
  static RedisCoordinator over(
      RedisConnection redis, SessionSettings sessions, CacheListener cacheListener) {
    return new ConnectedCoordinator(redis, sessions, cacheListener);
  }

  /** The same for this process alone. */
  static RedisCoordinator alone(SessionSettings sessions) {
    return new LocalCoordinator(sessions, System::nanoTime, Clock.systemUTC());
  }

  /**
   * Breakers of these services. Not kept: each call makes new ones, which the caller closes before
   * this.
   *
   * @param services every service by its name, {@code [a-z0-9.-]{1,64}}
   */
  Breakers breakers(Map<String, BreakerSettings> services, BreakerListener listener);

  /** What the breakers of all processes are, to look at. */
  BreakerView breakerView();

  /** See {@link Throttle}. */
  Throttle throttle();

  /** See {@link Slots}. */
  Slots slots();

  /** See {@link Locks}. */
  Locks locks();

  /** See {@link SharedCache}. */
  SharedCache cache();

  /** See {@link Limits}. */
  Limits limits();

  /** See {@link Sessions}. */
  Sessions sessions();

  /**
   * As {@link Locks#take}.
   *
   * @throws LocksUnavailableException if nobody can say whether it is free
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  default Optional<HeldLock> lock(LockRequest request, BooleanSupplier isGivenUp)
      throws InterruptedException, LocksUnavailableException {
    return locks().take(request, isGivenUp);
  }

  /** As {@link HeldLock#close}: what is still held with its token is free. */
  default void unlock(HeldLock lock) {
    lock.close();
  }

  /** Ends the features that it made; the connection stays open. */
  @Override
  void close();
}
