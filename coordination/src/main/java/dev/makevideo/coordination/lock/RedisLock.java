package dev.makevideo.coordination.lock;

import dev.makevideo.coordination.lock.LockScripts.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One lock that Redis keeps for this process, for as long as it says so. Thread-safe. */
final class RedisLock implements HeldLock {
  private static final Logger log = LoggerFactory.getLogger(RedisLock.class);
  private static final int RENEWALS = 3;

  private enum State {
    HELD,
    LOST,
    CLOSED
  }

  private final LockScripts scripts;
  private final ScheduledExecutorService timer;
  private final Claim claim;
  private final long fence;
  private final List<Runnable> hearers = new ArrayList<>();
  private State state = State.HELD;
  private long until;
  private @Nullable ScheduledFuture<?> renewal;

  /**
   * @param sent when Redis was asked for it, in nanoseconds: its lease began then or later
   */
  RedisLock(
      LockScripts scripts, ScheduledExecutorService timer, Claim claim, long fence, long sent) {
    this.scripts = scripts;
    this.timer = timer;
    this.claim = claim;
    this.fence = fence;
    this.until = sent + claim.lease().toNanos();
  }

  /** Says from now on that it is still held. */
  synchronized void startRenewing() {
    long every = claim.lease().toNanos() / RENEWALS;
    try {
      renewal = timer.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("locks are closed; a lease will run out");
    }
  }

  /** Sent in one monitor with {@link #close}, and so never after the release. */
  private synchronized void renew() {
    long sent = System.nanoTime();
    if (state != State.HELD) {
      return;
    }
    if (sent - until >= 0) {
      lose("no renewal was answered");
      return;
    }
    scripts.renew(claim).thenAccept(isOurs -> answered(isOurs, sent));
  }

  private synchronized void answered(boolean isOurs, long sent) {
    if (state != State.HELD) {
      return;
    }
    if (!isOurs) {
      lose("it was gone");
    } else if (System.nanoTime() - until < 0) { // else isHeld may have said no
      until = sent + claim.lease().toNanos();
    }
  }

  private void lose(String reason) {
    state = State.LOST;
    stopRenewing();
    log.atWarn()
        .addKeyValue("lock", claim.name().toString())
        .addKeyValue("reason", reason)
        .log("lock lost");
    hearers.forEach(this::tellLater);
    hearers.clear();
  }

  /** Not here: this may be the thread that reads Redis's answers, and the monitor is held. */
  private void tellLater(Runnable heard) {
    try {
      timer.execute(() -> tell(heard));
    } catch (RejectedExecutionException e) {
      log.atDebug().log("locks are closed; a loss is not told");
    }
  }

  private void tell(Runnable heard) {
    try {
      heard.run();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("lock", claim.name().toString())
          .setCause(e)
          .log("a listener of a lock failed");
    }
  }

  private void stopRenewing() {
    if (renewal != null) {
      renewal.cancel(false);
    }
  }

  @Override
  public String token() {
    return claim.token();
  }

  @Override
  public SortedMap<LockName, Long> fences() {
    return new TreeMap<>(Map.of(claim.name(), fence));
  }

  @Override
  public synchronized boolean isHeld() {
    return state == State.HELD && System.nanoTime() - until < 0;
  }

  @Override
  public void onLost(Runnable heard) {
    synchronized (this) {
      if (state == State.HELD) {
        hearers.add(heard);
      }
      if (state != State.LOST) {
        return;
      }
    }
    tell(heard);
  }

  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    stopRenewing();
    hearers.clear();
    scripts.release(claim);
  }
}
