package dev.makevideo.coordination.redis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
public final class Await {
  private Await() {}

  public static void until(Duration bound, BooleanSupplier condition) {
    long endsAt = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endsAt) {
        throw new AssertionError("not so after " + bound);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
