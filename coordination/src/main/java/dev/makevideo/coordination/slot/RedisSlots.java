package dev.makevideo.coordination.slot;

import dev.makevideo.coordination.redis.LuaScript;
import dev.makevideo.coordination.redis.RedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The slots of all processes on one Redis together. A process has no more of its waiters in the
 * queue there than there are slots, and there who came first goes first.
 *
 * <p>Each slot is a lease of {@link #LASTS}, by Redis's clock, that its process renews while it is
 * held: what a killed process held is free after that time. A process that stands still for longer
 * goes on with a slot that somebody else may have meanwhile; its next renewal counts it again.
 *
 * <p>Fails open: while Redis is away, hangs or forgot, each process keeps to the number by itself,
 * so that there may be as many times the number as there are processes. What is held counts again
 * within a third of the lease of Redis being back.
 *
 * <p>Who waits in that queue asks Redis ten times a second. Thread-safe.
 */
public final class RedisSlots implements Slots, AutoCloseable {
  /** How long a slot counts whose process says nothing any more. */
  public static final Duration LASTS = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RedisConnection redis;
  private final Duration lasts;
  private final LocalSlots local = new LocalSlots();
  private final LuaScript stand = LuaScript.load(RedisSlots.class, "stand.lua");
  private final LuaScript leave = LuaScript.load(RedisSlots.class, "leave.lua");
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "slots");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param redis stays open; may be away
   */
  public RedisSlots(RedisConnection redis) {
    this(redis, LASTS);
  }

  RedisSlots(RedisConnection redis, Duration lasts) {
    this.redis = redis;
    this.lasts = lasts;
  }

  @Override
  public Optional<Slot> take(Subject subject, Duration patience, BooleanSupplier isGivenUp)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Optional<Slot> own = local.take(subject, patience, isGivenUp);
    if (own.isEmpty()) {
      return own;
    }
    Lease lease = new Lease(redis, stand, leave, subject, lasts, own.get());
    boolean granted = false;
    try {
      while (!lease.isFirst()) {
        long left = end - System.nanoTime();
        if (left <= 0 || isGivenUp.getAsBoolean()) {
          return Optional.empty();
        }
        TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_NANOS));
      }
      lease.renewOn(timer);
      granted = true;
      return Optional.of(lease);
    } finally {
      if (!granted) {
        lease.close();
      }
    }
  }

  /** Renews nothing any more: what is still held is free when its lease is over. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
