package dev.makevideo.coordination.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * What one process found out alone. Remembers 10,000 subjects at the most; whoever is forgotten is
 * not limited. Thread-safe.
 */
public final class LocalAdaptiveLimits implements AdaptiveLimits {
  private static final int MOST_SUBJECTS = 10_000;

  private final LongSupplier nanos;
  private final long start;
  private final Cache<Subject, AdaptiveMeter> meters;

  /**
   * @param nanos a clock as {@link System#nanoTime}
   */
  public LocalAdaptiveLimits(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    meters =
        Caffeine.newBuilder()
            .maximumSize(MOST_SUBJECTS)
            .ticker(nanos::getAsLong)
            .expireAfterAccess(KEPT)
            .build();
  }

  @Override
  public Turn enter(Subject subject) {
    return meter(subject).enter(micros());
  }

  @Override
  public void answered(Subject subject, Turn turn, boolean pushedBack) {
    meter(subject).answered(turn, pushedBack, micros());
  }

  @Override
  public OptionalDouble rate(Subject subject) {
    return meter(subject).rate();
  }

  /** Goes on from a rate that others found; 0: none. */
  void learn(Subject subject, double rate) {
    if (rate > 0 || meters.getIfPresent(subject) != null) {
      meter(subject).learn(rate);
    }
  }

  private AdaptiveMeter meter(Subject subject) {
    return meters.get(subject, key -> new AdaptiveMeter());
  }

  private long micros() {
    return (nanos.getAsLong() - start) / 1000;
  }
}
