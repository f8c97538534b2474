package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.Permit;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/** A steady load on one breaker, from all threads of a caller, in a mode that can be switched. */
final class SteadyCalls {
  /** Longer than any outage here, so that no trial's lease ends by itself. */
  static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final long CALL = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final double FAILING = 0.05;

  private final CircuitBreaker breaker;
  private final Recorder recorder;
  private final AtomicLongArray rounds = new AtomicLongArray(Caller.THREADS);
  private volatile Mode mode = Mode.IDLE;

  /** How the service is. */
  enum Mode {
    /** Nobody calls. */
    IDLE,
    /** Up; one call in twenty fails. */
    UP,
    /** Down. */
    DOWN,
    /** Down, and a trial hangs until the mode is another. */
    HOLD,
  }

  SteadyCalls(CircuitBreaker breaker, Recorder recorder) {
    this.breaker = breaker;
    this.recorder = recorder;
    for (int i = 0; i < Caller.THREADS; i++) {
      int index = i;
      rounds.set(index, System.nanoTime());
      Thread thread = new Thread(() -> run(index), "steady-" + i);
      thread.setDaemon(true);
      thread.start();
    }
  }

  Map<String, Object> mode(String name) {
    mode = Mode.valueOf(name.toUpperCase(Locale.ROOT));
    return Map.of("mode", name);
  }

  /** How many trials hang. */
  int held() {
    return recorder.held();
  }

  private void run(int index) {
    SplittableRandom random = new SplittableRandom(index);
    while (true) {
      rounds.set(index, System.nanoTime());
      try {
        if (mode == Mode.IDLE) {
          LockSupport.parkNanos(PAUSE);
        } else {
          once(index, random);
        }
      } catch (RuntimeException | Error e) {
        recorder.error(e); // the very thing that must not happen
      }
    }
  }

  private void once(int index, SplittableRandom random) {
    long from = System.nanoTime();
    Admission admission = breaker.acquire(DEADLINE);
    long to = System.nanoTime();
    recorder.acquired(from, to);
    if (!(admission instanceof Permit permit)) {
      LockSupport.parkNanos(PAUSE);
      return;
    }
    boolean trial = Kind.of(permit).isTrial();
    if (trial) {
      recorder.granted(permit, to, Kind.of(permit));
    }
    LockSupport.parkNanos(CALL);
    while (trial && mode == Mode.HOLD) {
      rounds.set(index, System.nanoTime());
      LockSupport.parkNanos(PAUSE);
    }
    recorder.over(permit, System.nanoTime());
    boolean down = mode == Mode.DOWN || mode == Mode.HOLD;
    if (down || random.nextDouble() < FAILING) {
      permit.fail("HTTP 503");
    } else {
      permit.ok();
    }
  }

  /** The longest time since a thread went round, ns. */
  long slowest() {
    long now = System.nanoTime();
    long slowest = 0;
    for (int i = 0; i < rounds.length(); i++) {
      slowest = Math.max(slowest, now - rounds.get(i));
    }
    return slowest;
  }
}
