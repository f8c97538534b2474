package dev.makevideo.coordination.breaker;

import java.time.Duration;

/** Admits all and counts failures in a row. */
final class ClosedState implements BreakerState {
  private final InProcessBreaker breaker;
  private int failures;

  ClosedState(InProcessBreaker breaker, int failures) {
    this.breaker = breaker;
    this.failures = failures;
  }

  @Override
  public CircuitBreaker.State name() {
    return CircuitBreaker.State.CLOSED;
  }

  @Override
  public Admission acquire(Duration deadline) {
    return breaker.grant(this);
  }

  @Override
  public void ok() {
    failures = 0;
  }

  @Override
  public void fail(String reason) {
    failures++;
    if (failures >= breaker.settings().failures()) {
      breaker.open("circuit open after " + failures + " failures in a row: " + reason);
    }
  }
}
