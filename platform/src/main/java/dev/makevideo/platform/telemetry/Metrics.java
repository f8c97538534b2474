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
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.Collector;
import java.time.Duration;
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
          .classicUpperBounds(Buckets.CONFIDENCE)
          .build();

  /**
   * @param registry where everything is counted; one set of metrics per registry
   */
  public Metrics(MeterRegistry registry) {
    this.registry = registry;
    registry.config().meterFilter(new Descriptions()).meterFilter(new TemporalBuckets());
    register(confidence);
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
    count(
        "http.requests",
        "method",
        method,
        "endpoint",
        endpoint,
        "status",
        Integer.toString(status));
    timer("http.request.duration", Buckets.HTTP, "method", method, "endpoint", endpoint)
        .record(took);
  }

  /**
   * A stage of a job that has ended, once for each stage and job.
   *
   * @param took from its first start to its last end, waits included
   */
  public void stageFinished(Stage stage, Duration took) {
    timer("pipeline.stage.duration", Buckets.STAGE, "stage", stage.label()).record(took);
  }

  /**
   * One failed attempt of an activity.
   *
   * @param type label of a FailureType, {@code cancelled}, or {@code timeout}
   * @param code a short constant code such as the exception's simple class name
   */
  public void stageFailed(Stage stage, String type, String code) {
    count("pipeline.stage.errors", "stage", stage.label(), "error_type", type, "error_code", code);
  }

  /** A job reached a state, once for each. */
  public void job(JobStatus status) {
    count("pipeline.jobs", "status", status.label());
  }

  /** How many jobs are running, asked at each scrape. */
  public void jobsActive(DoubleSupplier count) {
    gauge("pipeline.jobs.active", count);
  }

  /**
   * How many jobs the server lists, asked at each scrape.
   *
   * @param status label of a JobStatus, or {@code terminated} or {@code timed_out}
   */
  public void jobsListed(String status, DoubleSupplier count) {
    gauge("pipeline.jobs.listed", count, "status", status);
  }

  /** One run of ffmpeg. */
  public void videoProcessing(Operation operation, Duration took) {
    timer(
            "video.processing.duration",
            Buckets.PROCESSING,
            "operation",
            operation.name().toLowerCase(Locale.ROOT))
        .record(took);
  }

  /** The input of one job's build. */
  public void videoInput(Duration narration, int shorts) {
    summary("video.processing.input.duration.seconds", Buckets.INPUT).record(seconds(narration));
    summary("video.processing.shorts.count", Buckets.SHORTS).record(shorts);
  }

  /**
   * One call of an external service.
   *
   * @param endpoint a constant such as {@code download}
   * @param status the HTTP status, or {@code timeout}, {@code reset}, {@code invalid}, {@code
   *     refused}
   */
  public void externalCall(String service, String endpoint, String status, Duration took) {
    count("external.api.calls", "service", service, "endpoint", endpoint, "status", status);
    timer("external.api.duration", Buckets.EXTERNAL, "service", service, "endpoint", endpoint)
        .record(took);
  }

  /** A call that is made again. */
  public void externalRetry(String service, String endpoint) {
    count("external.api.retries", "service", service, "endpoint", endpoint);
  }

  /**
   * A breaker's state, asked at each scrape: 0 closed, 1 open, 2 half-open. Also the name of what
   * the coordination module's listener reports.
   */
  public void breakerState(String service, DoubleSupplier state) {
    gauge("circuit.breaker.state", state, "service", service);
  }

  /** A breaker changed its state. */
  public void breakerTransition(String service, String from, String to) {
    count("circuit.breaker.transitions", "service", service, "from_state", from, "to_state", to);
  }

  /** Text recognition of one clip. */
  public void ocr(int frames, Duration took) {
    registry.counter("ocr.frames.processed").increment(frames);
    timer("ocr.processing.duration", Buckets.OCR).record(took);
  }

  /** The confidence of a text that was found, 0 to 1. */
  public void ocrConfidence(double confidence) {
    this.confidence.observe(confidence);
  }

  /** A clip's verdict. */
  public void validation(boolean approved) {
    count("validation.results", "result", approved ? "approved" : "rejected");
  }

  /** Subtitles were made. */
  public void subtitles(int segments, double driftSeconds) {
    summary("subtitle.segments.count", Buckets.SEGMENTS).record(segments);
    timer("subtitle.sync.drift", Buckets.DRIFT)
        .record(Duration.ofNanos(Math.round(driftSeconds * 1e9)));
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
   * What is left on the disk of one directory.
   *
   * @param directory store or home
   */
  public void diskFree(String directory, DoubleSupplier bytes) {
    gauge("resource.disk.free.bytes", bytes, "directory", directory);
  }

  /**
   * Memory of one component.
   *
   * @param component ocr, ffmpeg, redis or total
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

  /** The resident memory of this process. */
  void residentMemory(DoubleSupplier bytes) {
    gauge("process.resident.memory.bytes", bytes);
  }

  /**
   * Which program this is; its value is always 1.
   *
   * @param version of make-video
   */
  void build(String version) {
    Info build =
        Info.builder()
            .name("make_video_build_info")
            .help("Which version of make-video runs")
            .labelNames("version")
            .build();
    build.setLabelValues(version);
    register(build);
  }

  private void register(Collector collector) {
    if (registry instanceof PrometheusMeterRegistry prometheus) {
      prometheus.getPrometheusRegistry().register(collector);
    }
  }

  private void count(String name, String... tags) {
    registry.counter(name, tags).increment();
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
        .serviceLevelObjectives(Buckets.durations(buckets))
        .register(registry);
  }

  private DistributionSummary summary(String name, double[] buckets) {
    return DistributionSummary.builder(name).serviceLevelObjectives(buckets).register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
