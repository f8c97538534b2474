package dev.makevideo.checks.chaos.breaker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when this process did not get the processor: a thread that asks for a millisecond's rest
 * and comes back late. What a caller waited during a stall it did not wait for the breaker.
 */
final class StallMeter {
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long WORTH_NOTING = TimeUnit.MILLISECONDS.toNanos(5);

  private final Longs stalls = new Longs();

  void start() {
    Thread thread = new Thread(this::run, "stall-meter");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (true) {
      long due = System.nanoTime() + REST;
      LockSupport.parkNanos(REST);
      long late = System.nanoTime() - due;
      if (late > WORTH_NOTING) {
        stalls.add(due, late);
      }
    }
  }

  /** When each stall began, and how long it was, ns. */
  long[] take() {
    return stalls.take();
  }
}
