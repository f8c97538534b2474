package dev.makevideo.coordination.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The limits of one process alone. Remembers 100,000 tenants and policies at the most; who is
 * forgotten begins anew. Thread-safe.
 */
public final class LocalLimits implements Limits {
  private static final int MOST = 100_000;

  private final LongSupplier nanos;
  private final Cache<Key, Meter> meters;
  private final Cache<Key, WindowMeter> shares;

  private record Key(String tenant, LimitPolicy policy) {}

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  public LocalLimits(LongSupplier nanos) {
    this.nanos = nanos;
    meters = forgetful();
    shares = forgetful();
  }

  private <M> Cache<Key, M> forgetful() {
    return Caffeine.newBuilder()
        .maximumSize(MOST)
        .ticker(nanos::getAsLong)
        .expireAfter(
            Expiry.<Key, M>accessing(
                (key, meter) -> key.policy().per().multipliedBy(2).plusSeconds(1)))
        .build();
  }

  @Override
  public Decision take(String tenant, LimitPolicy policy, long cost) {
    policy.affordable(cost);
    return meter(tenant, policy).take(micros(), cost);
  }

  /**
   * As {@link #take}, from a window of a part of the quota; what costs more than that is allowed
   * when nothing else was had.
   */
  Decision takeShare(String tenant, LimitPolicy policy, long share, long cost) {
    return share(tenant, policy).take(micros(), cost, share);
  }

  /** Counts in that window what others allowed, whether or not there is room for it. */
  void noteShare(String tenant, LimitPolicy policy, long cost) {
    share(tenant, policy).note(micros(), cost);
  }

  private WindowMeter share(String tenant, LimitPolicy policy) {
    return shares.get(
        new Key(RedisLimits.checked(tenant), policy), key -> new WindowMeter(key.policy()));
  }

  private Meter meter(String tenant, LimitPolicy policy) {
    return meters.get(
        new Key(RedisLimits.checked(tenant), policy),
        key ->
            policy.kind() == LimitPolicy.Kind.TOKEN_BUCKET
                ? new BucketMeter(policy)
                : new WindowMeter(policy));
  }

  private long micros() {
    return nanos.getAsLong() / 1000;
  }

  static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }

  /** What one tenant had of one thing. */
  interface Meter {
    Decision take(long now, long cost);
  }
}
