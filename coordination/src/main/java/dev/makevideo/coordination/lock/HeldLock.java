package dev.makevideo.coordination.lock;

import java.util.SortedMap;

/**
 * One lock that is held, or several together. It is renewed by itself until it is closed or lost.
 * Thread-safe.
 */
public interface HeldLock extends AutoCloseable {
  /** Random; no other acquisition has the same. */
  String token();

  /**
   * The fence of each name. Of two acquisitions of a name the later has the greater fence. What is
   * written under a lock keeps the greatest fence it saw and refuses a smaller one: so a holder who
   * lost the lock without knowing it does no harm.
   */
  SortedMap<LockName, Long> fences();

  /**
   * The fence of the only name.
   *
   * @throws IllegalStateException if there are several
   */
  default long fence() {
    if (fences().size() != 1) {
      throw new IllegalStateException("there is a fence for each of " + fences().keySet());
    }
    return fences().values().iterator().next();
  }

  /**
   * Whether it is certain, by this process's clock, that nobody else holds it: it has not been
   * closed, its lease has not run out, and no renewal found it gone. Once false it stays false.
   */
  boolean isHeld();

  /**
   * Runs {@code heard} once when this is found to be lost, on the thread that renews all locks of
   * the process: it must not block. At once, on this thread, if it is lost already; not at all when
   * it has been closed, though one that began before may still run when {@link #close} is back.
   */
  void onLost(Runnable heard);

  /**
   * Releases what is still held with this token; again does nothing. Never blocks or throws. If
   * Redis does not hear of it, the lease runs out instead.
   */
  @Override
  void close();
}
