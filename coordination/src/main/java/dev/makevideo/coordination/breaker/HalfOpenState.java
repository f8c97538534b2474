package dev.makevideo.coordination.breaker;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Admits a few trials; the first that reports decides. */
final class HalfOpenState implements BreakerState {
  private final InProcessBreaker breaker;
  private final String reason;

  private final Set<Trial> trials;

  /**
   * @param trials those that are in flight already
   */
  HalfOpenState(InProcessBreaker breaker, String reason, Set<Trial> trials) {
    this.breaker = breaker;
    this.reason = reason;
    this.trials = new HashSet<>(trials);
  }

  @Override
  public CircuitBreaker.State name() {
    return CircuitBreaker.State.HALF_OPEN;
  }

  @Override
  public Admission acquire(Duration deadline) {
    long now = breaker.now();
    trials.removeIf(trial -> trial.isOver(now));
    if (trials.size() >= breaker.settings().trials()) {
      return new Denial(breaker.settings().trialWait(), "trials are running; " + reason);
    }
    InProcessBreaker.GrantedTrial trial =
        breaker.trial(this, now + breaker.settings().lease(deadline).toNanos());
    trials.add(trial);
    return trial;
  }

  @Override
  public Set<Trial> trials() {
    return Set.copyOf(trials);
  }

  @Override
  public void ok() {
    breaker.close();
  }

  @Override
  public void fail(String failure) {
    breaker.open("circuit open after a failed trial: " + failure);
  }
}
