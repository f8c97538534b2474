package dev.makevideo.platform.telemetry;

import dev.makevideo.platform.process.ResidentMemory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The metrics of a whole process: its registry, with what tells of the JVM, the process and the
 * build in it. One for each process, closed with it. Thread-safe.
 */
public final class ProcessMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Metrics metrics = new Metrics(registry);

  /** Registers everything. */
  public ProcessMetrics() {
    List.of(
            new JvmMemoryMetrics(),
            collections,
            new JvmThreadMetrics(),
            new ClassLoaderMetrics(),
            new ProcessorMetrics(),
            new UptimeMetrics(),
            new FileDescriptorMetrics())
        .forEach(binder -> binder.bindTo((MeterRegistry) registry));
    metrics.residentMemory(ProcessMetrics::residentBytes);
    metrics.build(
        Optional.ofNullable(ProcessMetrics.class.getPackage().getImplementationVersion())
            .orElse("dev"));
  }

  /** Where everything is counted. */
  public Metrics metrics() {
    return metrics;
  }

  /** What is scraped. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** What this process may still write to the disk of a folder; not a number if it is gone. */
  public static double freeBytes(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The JVM's resident memory on Linux; elsewhere its heap. */
  public static double residentBytes() {
    return ResidentMemory.ofProcess(ProcessHandle.current().pid())
        .orElseGet(() -> (double) Runtime.getRuntime().totalMemory());
  }

  /** No longer listens to the garbage collector. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
