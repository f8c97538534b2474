package dev.makevideo.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition with a bound. */
public final class Await {
  private static final long POLL_MILLIS = 20;

  private Await() {}

  /** Fails with {@code what} when the condition does not come true within {@code limit}. */
  public static void until(String what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** As {@link #until}, where no checked exception may be thrown. */
  public static void untilUnchecked(String what, Duration limit, Callable<Boolean> condition) {
    try {
      until(what, limit, condition);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
