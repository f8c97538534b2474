package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Admits a few trials; the first that reports decides. */
final class HalfOpenState implements BreakerState {
  private final InProcessBreaker breaker;
  private final String reason;
  private final List<Lease> leases = new ArrayList<>();

  HalfOpenState(InProcessBreaker breaker, String reason) {
    this.breaker = breaker;
    this.reason = reason;
  }

  /** A trial's place. A class and not a record: two equal leases are still two. */
  private static final class Lease {
    private final long endsAt;

    Lease(long endsAt) {
      this.endsAt = endsAt;
    }
  }

  @Override
  public CircuitBreaker.State name() {
    return CircuitBreaker.State.HALF_OPEN;
  }

  @Override
  public Admission acquire(Duration deadline) {
    long now = breaker.now();
    leases.removeIf(lease -> lease.endsAt - now <= 0);
    if (leases.size() >= breaker.settings().trials()) {
      return new Denial(breaker.settings().trialWait(), "trials are running; " + reason);
    }
    Lease lease = new Lease(now + deadline.toNanos());
    leases.add(lease);
    return breaker.grant(this, lease);
  }

  @Override
  public void ok() {
    breaker.close();
  }

  @Override
  public void fail(String failure) {
    breaker.open("circuit open after a failed trial: " + failure);
  }

  @Override
  public void ignore(Object lease) {
    leases.remove(lease);
  }
}
