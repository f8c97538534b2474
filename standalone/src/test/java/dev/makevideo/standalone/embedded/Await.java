package dev.makevideo.standalone.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a condition with a bound, for tests. */
public final class Await {
  private Await() {}

  /** Throws an AssertionError if {@code condition} does not hold within {@code limit}. */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long giveUp = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
