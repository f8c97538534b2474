package dev.makevideo.platform.telemetry;

import dev.makevideo.coordination.redis.ConnectionStats;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.stage.Stage;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The closed list of metrics with their names, labels and buckets: the only class that names one.
 * No label ever carries an id, a URL, a path or a message. Thread-safe.
 */
public final class Metrics {
  private static final double[] HTTP = {0.1, 0.5, 1, 2, 5, 10, 30, 60};
  private static final double[] STAGE = {1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600};
  private static final double[] PROCESSING = {1, 5, 10, 30, 60, 120, 300};
  private static final double[] INPUT = {5, 10, 30, 60, 120, 300, 600};
  private static final double[] SHORTS = {1, 5, 10, 20, 50, 100};
  private static final double[] EXTERNAL = {0.5, 1, 2, 5, 10, 30, 60, 120};
  private static final double[] OCR = {1, 5, 10, 30, 60, 120};
  private static final double[] CONFIDENCE = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
  private static final double[] SEGMENTS = {10, 20, 50, 100, 200, 500, 1000};
  private static final double[] DRIFT = {0.05, 0.1, 0.2, 0.5, 1, 2, 5};

  private final MeterRegistry registry;

  /** What counters ask; Micrometer itself holds it weakly and would stop counting. */
  private final Queue<Object> counted = new ConcurrentLinkedQueue<>();

  /** Micrometer rounds a summary's values up to whole numbers, so this one is not its own. */
  private final Histogram confidence =
      Histogram.builder()
          .name("ocr_confidence_score")
          .help("Confidence of texts that were found, 0 to 1")
          .withoutExemplars()
          .classicOnly()
          .classicUpperBounds(CONFIDENCE)
          .build();

  /**
   * @param registry where everything is counted; one set of metrics per registry
   */
  public Metrics(MeterRegistry registry) {
    this.registry = registry;
    if (registry instanceof PrometheusMeterRegistry prometheus) {
      prometheus.getPrometheusRegistry().register(confidence);
    }
  }

  /** The registry, for scraping. */
  public MeterRegistry registry() {
    return registry;
  }

  /** The runs of ffmpeg that are timed. */
  public enum Operation {
    SEGMENT,
    CONCAT
  }

  /**
   * One HTTP request.
   *
   * @param endpoint the route's template, such as {@code /v1/videos/{id}}
   */
  public void httpRequest(String method, String endpoint, int status, Duration took) {
    registry
        .counter(
            "http.requests",
            "method",
            method,
            "endpoint",
            endpoint,
            "status",
            Integer.toString(status))
        .increment();
    timer("http.request.duration", HTTP, "method", method, "endpoint", endpoint).record(took);
  }

  /** One activity of a stage, ended well. */
  public void stageFinished(Stage stage, Duration took) {
    timer("pipeline.stage.duration", STAGE, "stage", stage.label()).record(took);
  }

  /**
   * One failed attempt of an activity.
   *
   * @param errorType label of a FailureType, {@code cancelled}, or {@code timeout}
   * @param errorCode a short constant code such as the exception's simple class name
   */
  public void stageFailed(Stage stage, String errorType, String errorCode) {
    registry
        .counter(
            "pipeline.stage.errors",
            "stage",
            stage.label(),
            "error_type",
            errorType,
            "error_code",
            errorCode)
        .increment();
  }

  /** A job reached a state. */
  public void job(JobStatus status) {
    registry.counter("pipeline.jobs", "status", status.label()).increment();
  }

  /** How many jobs are running, asked at each scrape. */
  public void jobsActive(DoubleSupplier count) {
    gauge("pipeline.jobs.active", count);
  }

  /** One run of ffmpeg. */
  public void videoProcessing(Operation operation, Duration took) {
    timer(
            "video.processing.duration",
            PROCESSING,
            "operation",
            operation.name().toLowerCase(Locale.ROOT))
        .record(took);
  }

  /** The input of one job's build. */
  public void videoInput(Duration narration, int shorts) {
    summary("video.processing.input.duration.seconds", INPUT).record(seconds(narration));
    summary("video.processing.shorts.count", SHORTS).record(shorts);
  }

  /**
   * One call of an external service.
   *
   * @param endpoint a constant such as {@code download}
   * @param status the HTTP status, or {@code timeout}, {@code reset}, {@code invalid}, {@code
   *     refused}
   */
  public void externalCall(String service, String endpoint, String status, Duration took) {
    registry
        .counter("external.api.calls", "service", service, "endpoint", endpoint, "status", status)
        .increment();
    timer("external.api.duration", EXTERNAL, "service", service, "endpoint", endpoint).record(took);
  }

  /** A call that is made again. */
  public void externalRetry(String service, String endpoint) {
    registry.counter("external.api.retries", "service", service, "endpoint", endpoint).increment();
  }

  /**
   * A breaker's state, asked at each scrape: 0 closed, 1 open, 2 half-open. Also the name of what
   * the coordination module's listener reports.
   */
  public void breakerState(String service, DoubleSupplier state) {
    io.micrometer.core.instrument.Gauge.builder(
            "circuit.breaker.state", state, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .tag("service", service)
        .register(registry);
  }

  /** A breaker changed its state. */
  public void breakerTransition(String service, String from, String to) {
    registry
        .counter(
            "circuit.breaker.transitions", "service", service, "from_state", from, "to_state", to)
        .increment();
  }

  /** Text recognition of one clip. */
  public void ocr(int frames, Duration took) {
    registry.counter("ocr.frames.processed").increment(frames);
    timer("ocr.processing.duration", OCR).record(took);
  }

  /** The confidence of a text that was found, 0 to 1. */
  public void ocrConfidence(double confidence) {
    this.confidence.observe(confidence);
  }

  /** A clip's verdict. */
  public void validation(boolean approved) {
    registry
        .counter("validation.results", "result", approved ? "approved" : "rejected")
        .increment();
  }

  /** Subtitles were made. */
  public void subtitles(int segments, double driftSeconds) {
    summary("subtitle.segments.count", SEGMENTS).record(segments);
    timer("subtitle.sync.drift", DRIFT).record(Duration.ofNanos(Math.round(driftSeconds * 1e9)));
  }

  /**
   * Disk use of one directory.
   *
   * @param directory temp, output, cache or approved
   */
  public void diskUsage(String directory, DoubleSupplier bytes) {
    gauge("resource.disk.usage.bytes", bytes, "directory", directory);
  }

  /**
   * Memory of one component.
   *
   * @param component ocr or total
   */
  public void memoryUsage(String component, DoubleSupplier bytes) {
    gauge("resource.memory.usage.bytes", bytes, "component", component);
  }

  /** Running ffmpeg processes of this worker. */
  public void ffmpegProcesses(DoubleSupplier count) {
    gauge("resource.ffmpeg.processes", count);
  }

  /**
   * Whether a queue's work waits for room on this host, 1 or 0.
   *
   * @param lack disk, memory or temporary_files
   */
  public void admissionWaiting(String queue, String lack, DoubleSupplier waiting) {
    gauge("admission.waiting", waiting, "queue", queue, "lack", lack);
  }

  /** Files in scratch folders. */
  public void tempFiles(DoubleSupplier count) {
    gauge("resource.temp.files.count", count);
  }

  /**
   * This process's connections to Redis, asked at each scrape.
   *
   * @param stats now
   */
  public void redisConnections(Supplier<ConnectionStats> stats) {
    gauge("redis.connections", () -> stats.get().open(), "state", "open");
    gauge("redis.connections", () -> stats.get().inUse(), "state", "in_use");
    counted.add(stats);
    FunctionCounter.builder("redis.connection.waits", stats, now -> now.get().waits())
        .register(registry);
    FunctionCounter.builder("redis.reconnects", stats, now -> now.get().reconnects())
        .register(registry);
  }

  private void gauge(String name, DoubleSupplier value, String... tags) {
    io.micrometer.core.instrument.Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .tags(tags)
        .register(registry);
  }

  private Timer timer(String name, double[] buckets, String... tags) {
    return Timer.builder(name)
        .tags(tags)
        .serviceLevelObjectives(
            Arrays.stream(buckets)
                .mapToObj(s -> Duration.ofMillis(Math.round(s * 1000)))
                .toArray(Duration[]::new))
        .register(registry);
  }

  private DistributionSummary summary(String name, double[] buckets) {
    return DistributionSummary.builder(name).serviceLevelObjectives(buckets).register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
