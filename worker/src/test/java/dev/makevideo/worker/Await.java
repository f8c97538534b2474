package dev.makevideo.worker;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
final class Await {
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private Await() {}

  static void until(Duration limit, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        fail("not within " + limit);
      }
      Thread.sleep(BETWEEN.toMillis());
    }
  }
}
