package dev.makevideo.coordination.breaker;

import java.time.Duration;

/**
 * What this process knows of the shared state.
 *
 * @param openUntil when trials are allowed, on this process's monotonic clock; counts while open
 */
record Mirror(Snapshot snapshot, long openUntil) {
  static Mirror of(Snapshot snapshot, long nanoTime) {
    return new Mirror(snapshot, nanoTime + snapshot.left().toNanos());
  }

  CircuitBreaker.State state() {
    return snapshot.state();
  }

  /** The time until trials are allowed; zero when they are. */
  Duration left(long nanoTime) {
    return Duration.ofNanos(Math.max(0, openUntil - nanoTime));
  }
}
