package dev.makevideo.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a bound. What throws is taken for "not yet". */
public final class Await {
  private static final Duration STEP = Duration.ofMillis(10);

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @param what is waited for, as a message names it
   * @return how long it took
   * @throws AssertionError naming {@code what}, if it does not hold within {@code limit}; its cause
   *     is what the condition threw last
   */
  public static Duration until(String what, Duration limit, Callable<Boolean> condition) {
    return until(what, limit, STEP, condition);
  }

  /** As {@link #until(String, Duration, Callable)}, where the line of the call says enough. */
  public static Duration until(Duration limit, Callable<Boolean> condition) {
    return until("what this line waits for", limit, STEP, condition);
  }

  /**
   * As {@link #until(String, Duration, Callable)}, for what is measured: looking costs something.
   *
   * @param step between two looks
   */
  public static Duration until(
      String what, Duration limit, Duration step, Callable<Boolean> condition) {
    long start = System.nanoTime();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return Duration.ofNanos(System.nanoTime() - start);
        }
      } catch (Exception e) {
        last = e;
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting: " + what, last);
      }
      LockSupport.parkNanos(step.toNanos());
    } while (System.nanoTime() - start < limit.toNanos());
    throw new AssertionError("not within " + limit + ": " + what, last);
  }
}
