package dev.makevideo.checks.rig;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition with a bound. */
public final class Await {
  /** Between two looks, where nothing else is said. */
  static final Duration STEP = Duration.ofMillis(50);

  private Await() {}

  /**
   * Waits until the condition holds.
   *
   * @return how long it took
   * @throws AssertionError naming {@code what}, if it does not hold within {@code limit}
   */
  public static Duration until(String what, Duration limit, Callable<Boolean> condition) {
    return until(what, limit, STEP, condition);
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
    while (System.nanoTime() - start < limit.toNanos()) {
      try {
        if (condition.call()) {
          return Duration.ofNanos(System.nanoTime() - start);
        }
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(step.toNanos());
    }
    throw new AssertionError("not within " + limit.toSeconds() + " s: " + what, last);
  }
}
