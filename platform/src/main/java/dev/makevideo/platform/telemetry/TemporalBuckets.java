package dev.makevideo.platform.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;

/** Gives bounds to the timers of the Temporal SDK, which would tell counts and sums only. */
final class TemporalBuckets implements MeterFilter {
  private static final String PREFIX = "temporal_";

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    return id.getName().startsWith(PREFIX) && id.getType() == Meter.Type.TIMER
        ? DistributionStatisticConfig.builder()
            .serviceLevelObjectives(Buckets.nanos(Buckets.TEMPORAL))
            .build()
            .merge(config)
        : config;
  }
}
