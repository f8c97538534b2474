package dev.makevideo.coordination.breaker;

import java.util.concurrent.atomic.AtomicBoolean;

/** A trial that Redis granted. Without a report its place is given up when its lease ends. */
final class TrialPermit implements Permit, Trial {
  private final SharedBreaker breaker;
  private final long period;
  private final String lease;
  private final long endsAt;
  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * @param endsAt when the lease ends, on this process's monotonic clock
   */
  TrialPermit(SharedBreaker breaker, long period, String lease, long endsAt) {
    this.breaker = breaker;
    this.period = period;
    this.lease = lease;
    this.endsAt = endsAt;
  }

  long period() {
    return period;
  }

  String lease() {
    return lease;
  }

  @Override
  public long endsAt() {
    return endsAt;
  }

  @Override
  public boolean isOver() {
    return reported.get();
  }

  @Override
  public void ok() {
    report(Outcomes.none(period).ok());
  }

  @Override
  public void fail(String reason) {
    report(Outcomes.none(period).fail(reason));
  }

  @Override
  public void ignore() {
    report(Outcomes.none(period));
  }

  private void report(Outcomes outcome) {
    if (reported.compareAndSet(false, true)) {
      breaker.report(this, outcome);
    }
  }
}
