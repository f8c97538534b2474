package dev.makevideo.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long something takes without the time in which this process did not get a processor:
 * a thread asks for a millisecond's rest again and again, and what it comes back late is not
 * counted. So a bound on waiting holds on a host that is busy with something else. To be closed.
 */
public final class Stopwatch implements AutoCloseable {
  private static final long REST = TimeUnit.MILLISECONDS.toNanos(1);

  private final AtomicLong lost = new AtomicLong();
  private final long started;
  private volatile boolean running = true;

  private Stopwatch() {
    Thread meter = new Thread(this::watch, "stopwatch");
    meter.setDaemon(true);
    meter.start();
    started = System.nanoTime();
  }

  /** Starts one. */
  public static Stopwatch start() {
    return new Stopwatch();
  }

  private void watch() {
    long due = System.nanoTime() + REST;
    while (running) {
      LockSupport.parkNanos(REST);
      long now = System.nanoTime();
      if (now > due) {
        lost.addAndGet(now - due);
      }
      due = now + REST;
    }
  }

  /** All the time that passed since the start. */
  public Duration wall() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The time that passed since the start, without what was lost. */
  public Duration elapsed() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - started - lost.get()));
  }

  /**
   * Sees that no more time than this has passed.
   *
   * @throws AssertionError naming both times
   */
  public void assertWithin(Duration limit) {
    Duration elapsed = elapsed();
    if (elapsed.compareTo(limit) > 0) {
      throw new AssertionError(
          "took %s, without %s in which this process stood still; allowed: %s"
              .formatted(elapsed, Duration.ofNanos(lost.get()), limit));
    }
  }

  @Override
  public void close() {
    running = false;
  }
}
