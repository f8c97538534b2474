package dev.makevideo.coordination.lock;

import dev.makevideo.coordination.lock.LockScripts.Claim;
import dev.makevideo.coordination.redis.LuaScript.NoAnswerException;
import dev.makevideo.coordination.redis.RedisConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The locks of all processes on one Redis together. A lock is a lease by Redis's clock, renewed at
 * each third of it: what a killed process held is free after its lease. A process that stands still
 * for longer finds {@link HeldLock#isHeld} false when it goes on.
 *
 * <p>Fails closed: when Redis has not answered for {@link #UNANSWERED}, or by the end of the wait,
 * a command's 250 ms later, there is no lock but a {@link LocksUnavailableException}.
 *
 * <p>A Redis that forgets a lock (a flush, an eviction, a restart without its data, a failover that
 * lost the last write) lets the next one take it. The holder hears of it at his next renewal, and
 * the fence of the next is greater all the same, as long as Redis's clock was not set back at the
 * same time.
 *
 * <p>Who waits asks Redis every 20 to 100 ms. Thread-safe.
 */
public final class RedisLocks implements Locks, AutoCloseable {
  /** The longest that a wait goes on without an answer. */
  public static final Duration UNANSWERED = Duration.ofSeconds(1);

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final LockScripts scripts;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "locks");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param redis stays open; may be away
   */
  public RedisLocks(RedisConnection redis) {
    scripts = new LockScripts(redis);
    timer.setRemoveOnCancelPolicy(true); // or each would be kept for a third of its lease
  }

  @Override
  public Optional<HeldLock> take(LockRequest request, BooleanSupplier isGivenUp)
      throws InterruptedException, LocksUnavailableException {
    long end = System.nanoTime() + request.patience().toNanos();
    return HeldTogether.take(
        request.names(),
        (name, token) ->
            take(new Claim(request.owner(), name, token, request.lease()), end, isGivenUp));
  }

  private Optional<HeldLock> take(Claim claim, long end, BooleanSupplier isGivenUp)
      throws InterruptedException, LocksUnavailableException {
    long answered = System.nanoTime();
    boolean taken = false;
    try {
      while (true) {
        long sent = System.nanoTime();
        boolean last = sent - end >= 0;
        try {
          Optional<Long> fence = scripts.acquire(claim, !last);
          if (fence.isPresent()) {
            taken = true;
            return Optional.of(held(claim, fence.get(), sent));
          }
          answered = System.nanoTime();
        } catch (NoAnswerException e) {
          refuse(claim, e, last, answered);
        }
        if (last || isGivenUp.getAsBoolean()) {
          return Optional.empty();
        }
        pause(end);
      }
    } finally {
      if (!taken) {
        scripts.release(claim); // an answer that got lost may have been yes
      }
    }
  }

  private HeldLock held(Claim claim, long fence, long sent) {
    RedisLock lock = new RedisLock(scripts, timer, claim, fence, sent);
    lock.startRenewing();
    return lock;
  }

  private static void refuse(Claim claim, NoAnswerException e, boolean last, long answered)
      throws InterruptedException, LocksUnavailableException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (last || System.nanoTime() - answered >= UNANSWERED.toNanos()) {
      throw new LocksUnavailableException(claim.name(), e);
    }
  }

  private static void pause(long end) throws InterruptedException {
    long pause = ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, LONGEST_PAUSE);
    TimeUnit.NANOSECONDS.sleep(Math.min(pause, end - System.nanoTime()));
  }

  /**
   * Renews nothing any more, and tells of no loss: what is still held is free when its lease is
   * over.
   */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
