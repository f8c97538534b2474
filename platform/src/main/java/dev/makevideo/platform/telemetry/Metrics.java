package dev.makevideo.platform.telemetry;

import dev.makevideo.coordination.cache.CacheListener;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.coordination.redis.ConnectionStats;
import dev.makevideo.workflows.contract.WebhookAnswer;
import dev.makevideo.workflows.contract.WebhookEventType;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.stage.Stage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The closed list of metrics with their names, labels and buckets: the only class that names one.
 * No label ever carries an id, a URL, a path or a message. Thread-safe.
 */
public final class Metrics {
  private final MeterRegistry registry;
  private final Meters meters;

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
    meters = new Meters(registry);
    registry.config().meterFilter(new Descriptions()).meterFilter(new TemporalBuckets());
    meters.register(confidence);
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
    meters.count(
        "http.requests",
        "method",
        method,
        "endpoint",
        endpoint,
        "status",
        Integer.toString(status));
    meters
        .timer("http.request.duration", Buckets.HTTP, "method", method, "endpoint", endpoint)
        .record(took);
  }

  /**
   * A stage of a job that has ended, once for each stage and job.
   *
   * @param took from its first start to its last end, waits included
   */
  public void stageFinished(Stage stage, Duration took) {
    meters.timer("pipeline.stage.duration", Buckets.STAGE, "stage", stage.label()).record(took);
  }

  /**
   * One failed attempt of an activity.
   *
   * @param type label of a FailureType, {@code cancelled}, or {@code timeout}
   * @param code a short constant code such as the exception's simple class name
   */
  public void stageFailed(Stage stage, String type, String code) {
    meters.count(
        "pipeline.stage.errors", "stage", stage.label(), "error_type", type, "error_code", code);
  }

  /**
   * Has what a worker counts begin with 0, where all labels are known: {@code rate} and {@code
   * increase} would miss the first one of a counter that begins with 1.
   */
  public void beginWorker() {
    Stream.of(JobStatus.RUNNING, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
        .forEach(status -> meters.zero("pipeline.jobs", "status", status.label()));
    meters.zero("validation.results", "result", "approved");
    meters.zero("validation.results", "result", "rejected");
  }

  /** A job reached a state, once for each. */
  public void job(JobStatus status) {
    meters.count("pipeline.jobs", "status", status.label());
  }

  /** How many jobs are running, asked at each scrape. */
  public void jobsActive(DoubleSupplier count) {
    meters.gauge("pipeline.jobs.active", count);
  }

  /**
   * How many jobs the server lists, asked at each scrape.
   *
   * @param status label of a JobStatus, or {@code terminated} or {@code timed_out}
   */
  public void jobsListed(String status, DoubleSupplier count) {
    meters.gauge("pipeline.jobs.listed", count, "status", status);
  }

  /** One run of ffmpeg. */
  public void videoProcessing(Operation operation, Duration took) {
    meters
        .timer(
            "video.processing.duration",
            Buckets.PROCESSING,
            "operation",
            operation.name().toLowerCase(Locale.ROOT))
        .record(took);
  }

  /** The input of one job's build. */
  public void videoInput(Duration narration, int shorts) {
    meters
        .summary("video.processing.input.duration.seconds", Buckets.INPUT)
        .record(seconds(narration));
    meters.summary("video.processing.shorts.count", Buckets.SHORTS).record(shorts);
  }

  /**
   * One call of an external service.
   *
   * @param endpoint a constant such as {@code download}
   * @param status the HTTP status, or {@code timeout}, {@code reset}, {@code invalid}, {@code
   *     refused}
   */
  public void externalCall(String service, String endpoint, String status, Duration took) {
    meters.count("external.api.calls", "service", service, "endpoint", endpoint, "status", status);
    meters
        .timer("external.api.duration", Buckets.EXTERNAL, "service", service, "endpoint", endpoint)
        .record(took);
  }

  /** A call that is made again. */
  public void externalRetry(String service, String endpoint) {
    meters.count("external.api.retries", "service", service, "endpoint", endpoint);
  }

  /**
   * A breaker's state, asked at each scrape: 0 closed, 1 open, 2 half-open. Also the name of what
   * the coordination module's listener reports.
   */
  public void breakerState(String service, DoubleSupplier state) {
    meters.gauge("circuit.breaker.state", state, "service", service);
  }

  /** A look into the shared cache. */
  public void cacheLooked(SharedCache.Name cache, CacheListener.Outcome outcome) {
    String result = outcome.name().toLowerCase(Locale.ROOT);
    meters.count("cache.requests", "cache", cache.label(), "result", result);
  }

  /** A breaker changed its state. */
  public void breakerTransition(String service, String from, String to) {
    meters.count(
        "circuit.breaker.transitions", "service", service, "from_state", from, "to_state", to);
  }

  /** Text recognition of one clip. */
  public void ocr(int frames, Duration took) {
    registry.counter("ocr.frames.processed").increment(frames);
    meters.timer("ocr.processing.duration", Buckets.OCR).record(took);
  }

  /** The confidence of a text that was found, 0 to 1. */
  public void ocrConfidence(double confidence) {
    this.confidence.observe(confidence);
  }

  /** A clip's verdict. */
  public void validation(boolean approved) {
    meters.count("validation.results", "result", approved ? "approved" : "rejected");
  }

  /** Subtitles were made. */
  public void subtitles(int segments, double driftSeconds) {
    meters.summary("subtitle.segments.count", Buckets.SEGMENTS).record(segments);
    meters
        .timer("subtitle.sync.drift", Buckets.DRIFT)
        .record(Duration.ofNanos(Math.round(driftSeconds * 1e9)));
  }

  /**
   * Disk use of one directory.
   *
   * @param directory temp, output, cache or approved
   */
  public void diskUsage(String directory, DoubleSupplier bytes) {
    meters.gauge("resource.disk.usage.bytes", bytes, "directory", directory);
  }

  /**
   * What is left on the disk of one directory.
   *
   * @param directory store or home
   */
  public void diskFree(String directory, DoubleSupplier bytes) {
    meters.gauge("resource.disk.free.bytes", bytes, "directory", directory);
  }

  /**
   * Memory of one component.
   *
   * @param component ocr, ffmpeg, redis or total
   */
  public void memoryUsage(String component, DoubleSupplier bytes) {
    meters.gauge("resource.memory.usage.bytes", bytes, "component", component);
  }

  /** One attempt to deliver an event of a job. */
  public void webhookDelivery(WebhookEventType type, WebhookAnswer.Outcome outcome) {
    meters.count("webhook.deliveries", "type", type.label(), "result", outcome.label());
  }

  /** Running ffmpeg processes of this worker. */
  public void ffmpegProcesses(DoubleSupplier count) {
    meters.gauge("resource.ffmpeg.processes", count);
  }

  /**
   * Whether a queue's work waits for room on this host, 1 or 0.
   *
   * @param lack disk, memory or temporary_files
   */
  public void admissionWaiting(String queue, String lack, DoubleSupplier waiting) {
    meters.gauge("admission.waiting", waiting, "queue", queue, "lack", lack);
  }

  /** Files in scratch folders. */
  public void tempFiles(DoubleSupplier count) {
    meters.gauge("resource.temp.files.count", count);
  }

  /**
   * This process's connections to Redis, asked at each scrape.
   *
   * @param stats now
   */
  public void redisConnections(Supplier<ConnectionStats> stats) {
    meters.gauge("redis.connections", () -> stats.get().open(), "state", "open");
    meters.gauge("redis.connections", () -> stats.get().inUse(), "state", "in_use");
    counted.add(stats);
    FunctionCounter.builder("redis.connection.waits", stats, now -> now.get().waits())
        .register(registry);
    FunctionCounter.builder("redis.reconnects", stats, now -> now.get().reconnects())
        .register(registry);
  }

  /** The resident memory of this process. */
  void residentMemory(DoubleSupplier bytes) {
    meters.gauge("process.resident.memory.bytes", bytes);
  }

  /**
   * Which program this is; its value is always 1.
   *
   * @param version of make-video
   */
  void build(String version) {
    meters.info("make_video_build_info", "Which version of make-video runs", "version", version);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
