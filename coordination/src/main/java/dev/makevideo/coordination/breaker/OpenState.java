package dev.makevideo.coordination.breaker;

import java.time.Duration;

/** Denies all until its time is over. */
final class OpenState implements BreakerState {
  private final InProcessBreaker breaker;
  private final String reason;
  private final long endsAt;

  OpenState(InProcessBreaker breaker, String reason, Duration lasts) {
    this.breaker = breaker;
    this.reason = reason;
    this.endsAt = breaker.now() + lasts.toNanos();
  }

  @Override
  public CircuitBreaker.State name() {
    return CircuitBreaker.State.OPEN;
  }

  @Override
  public Admission acquire(Duration deadline) {
    long left = endsAt - breaker.now();
    if (left > 0) {
      return new Denial(Duration.ofNanos(left), reason);
    }
    return breaker.halfOpen(reason).acquire(deadline);
  }

  // An open breaker admits no call, so that none can report to it.

  @Override
  public void ok() {}

  @Override
  public void fail(String late) {}
}
