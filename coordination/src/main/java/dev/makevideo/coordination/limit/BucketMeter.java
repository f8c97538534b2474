package dev.makevideo.coordination.limit;

import dev.makevideo.coordination.limit.Limits.Decision;

/** As bucket.lua. Thread-safe. */
final class BucketMeter implements LocalLimits.Meter {
  private final double each;
  private final double room;
  private double debt;
  private long at;

  BucketMeter(LimitPolicy policy) {
    each = (double) policy.perMicros() / policy.quota();
    room = each * policy.burst();
  }

  @Override
  public synchronized Decision take(long now, long cost) {
    debt = Math.max(0, debt - (now - at));
    at = now;
    double wait = debt + each * cost - room;
    boolean allowed = wait <= 0;
    if (allowed) {
      debt += each * cost;
    }
    return new Decision(
        allowed,
        (long) Math.max(0, Math.floor((room - debt) / each)),
        LocalLimits.micros((long) Math.ceil(debt)),
        LocalLimits.micros(allowed ? 0 : (long) Math.ceil(wait)));
  }
}
