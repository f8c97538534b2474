package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.Denial;
import dev.makevideo.coordination.breaker.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Calls a service that fails at random; calls take from half to one and a half times a mean. */
final class RandomCalls {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long JOIN_MILLIS = 5_000;

  private final CircuitBreaker breaker;
  private final Recorder recorder;
  private final LongAdder admitted = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder alone = new LongAdder();
  private final LongAdder trials = new LongAdder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  RandomCalls(CircuitBreaker breaker, Recorder recorder) {
    this.breaker = breaker;
    this.recorder = recorder;
  }

  /**
   * How it went.
   *
   * @param admitted by the closed breaker while its state was shared
   * @param late of these, reported after this process had heard that the breaker was closed no
   *     longer
   * @param alone admitted while this process stood alone
   * @param openings transitions from closed that this process's reports caused
   */
  record Counts(long admitted, long late, long alone, long trials, long openings) {}

  Counts start(double failing, Duration mean, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < Caller.THREADS; i++) {
      SplittableRandom random = seeds.split();
      Thread thread = new Thread(() -> run(failing, mean.toNanos(), random), "random-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    return counts();
  }

  private void run(double failing, long mean, SplittableRandom random) {
    AtomicLong left = recorder.left(breaker.service());
    while (running) {
      long before = left.get();
      Admission admission = breaker.acquire(DEADLINE);
      if (admission instanceof Denial denial) {
        LockSupport.parkNanos(Math.min(LONGEST_PAUSE, denial.retryIn().toNanos()));
      } else if (admission instanceof Permit permit) {
        Kind kind = Kind.of(permit);
        LockSupport.parkNanos(mean / 2 + random.nextLong(mean));
        count(kind, left.get() != before);
        if (random.nextDouble() < failing) {
          permit.fail("HTTP 503");
        } else {
          permit.ok();
        }
      }
    }
  }

  private void count(Kind kind, boolean tooLate) {
    if (kind == Kind.CLOSED) {
      admitted.increment();
      if (tooLate) {
        late.increment();
      }
    } else if (kind == Kind.TRIAL) {
      trials.increment();
    } else {
      alone.increment();
    }
  }

  Counts counts() {
    return new Counts(
        admitted.sum(),
        late.sum(),
        alone.sum(),
        trials.sum(),
        recorder.openings(breaker.service()));
  }

  Counts end() {
    running = false;
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new IllegalStateException(thread.getName() + " hangs");
      }
    }
    return counts();
  }
}
