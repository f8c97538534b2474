package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/** Admits a few trials; the first that reports decides. */
final class HalfOpenState implements BreakerState {
  private final InProcessBreaker breaker;
  private final String reason;

  /** When each trial's place is given up. By identity: two equal leases are still two. */
  private final Map<Object, Long> leases;

  HalfOpenState(InProcessBreaker breaker, String reason, Map<Object, Long> leases) {
    this.breaker = breaker;
    this.reason = reason;
    this.leases = new IdentityHashMap<>(leases);
  }

  @Override
  public CircuitBreaker.State name() {
    return CircuitBreaker.State.HALF_OPEN;
  }

  @Override
  public Admission acquire(Duration deadline) {
    long now = breaker.now();
    leases.values().removeIf(endsAt -> endsAt - now <= 0);
    if (leases.size() >= breaker.settings().trials()) {
      return new Denial(breaker.settings().trialWait(), "trials are running; " + reason);
    }
    Object lease = new Object();
    leases.put(lease, now + breaker.settings().lease(deadline).toNanos());
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
