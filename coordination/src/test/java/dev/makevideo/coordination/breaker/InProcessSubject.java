package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The plain breaker. */
final class InProcessSubject implements Subject {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // the clock may wrap round
  private final InProcessBreaker breaker;

  InProcessSubject(BreakerSettings settings, BreakerListener listener) {
    breaker = new InProcessBreaker(SERVICE, settings, now::get, listener);
  }

  @Override
  public CircuitBreaker breaker() {
    return breaker;
  }

  @Override
  public void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public void settle() {}

  @Override
  public void close() {}
}
