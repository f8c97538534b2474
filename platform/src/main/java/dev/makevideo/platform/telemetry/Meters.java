package dev.makevideo.platform.telemetry;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.Collector;
import java.util.function.DoubleSupplier;

/** Makes the meters of {@link Metrics} in their registry, each once. Thread-safe. */
final class Meters {
  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(String name, String... tags) {
    registry.counter(name, tags).increment();
  }

  /** Shows a counter before anything was counted. */
  void zero(String name, String... tags) {
    registry.counter(name, tags);
  }

  void gauge(String name, DoubleSupplier value, String... tags) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .tags(tags)
        .register(registry);
  }

  Timer timer(String name, double[] buckets, String... tags) {
    return Timer.builder(name)
        .tags(tags)
        .serviceLevelObjectives(Buckets.durations(buckets))
        .register(registry);
  }

  DistributionSummary summary(String name, double[] buckets) {
    return DistributionSummary.builder(name).serviceLevelObjectives(buckets).register(registry);
  }

  /** A metric that is always 1, for what its label says. */
  void info(String name, String help, String label, String value) {
    Info info = Info.builder().name(name).help(help).labelNames(label).build();
    info.setLabelValues(value);
    register(info);
  }

  /** What is Prometheus's own, where the registry is. */
  void register(Collector collector) {
    if (registry instanceof PrometheusMeterRegistry prometheus) {
      prometheus.getPrometheusRegistry().register(collector);
    }
  }
}
