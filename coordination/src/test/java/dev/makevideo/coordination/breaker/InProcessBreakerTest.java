package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class InProcessBreakerTest extends CircuitBreakerContract {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // the clock may wrap round

  @Override
  CircuitBreaker create(String service, BreakerSettings settings) {
    return new InProcessBreaker(service, settings, now::get, listener);
  }

  @Override
  void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  void settle() {}
}
