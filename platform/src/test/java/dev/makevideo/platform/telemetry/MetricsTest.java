package dev.makevideo.platform.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.redis.ConnectionStats;
import dev.makevideo.workflows.job.JobStatus;
import dev.makevideo.workflows.stage.Stage;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Metrics metrics = new Metrics(registry);

  /** The names and labels that dashboards and alerts of others know. */
  @Test
  void everyRequiredSeriesIsScraped() {
    metrics.httpRequest("GET", "/v1/videos/{id}", 200, Duration.ofMillis(20));
    metrics.stageFinished(Stage.BUILDING_VIDEO, Duration.ofSeconds(20));
    metrics.stageFailed(Stage.BUILDING_VIDEO, "internal", "IOException");
    metrics.job(JobStatus.COMPLETED);
    metrics.jobsActive(() -> 1);
    metrics.jobsListed("terminated", () -> 2);
    metrics.diskFree("store", () -> 1e9);
    metrics.build("1.2.3");
    metrics.residentMemory(() -> 1e8);
    metrics.videoProcessing(Metrics.Operation.SEGMENT, Duration.ofSeconds(2));
    metrics.videoInput(Duration.ofSeconds(59), 14);
    metrics.externalCall("video-downloader", "download", "200", Duration.ofSeconds(1));
    metrics.externalRetry("video-downloader", "download");
    metrics.breakerState("video-downloader", () -> 1);
    metrics.breakerTransition("video-downloader", "closed", "open");
    metrics.ocr(3, Duration.ofSeconds(1));
    metrics.ocrConfidence(0.93);
    metrics.validation(true);
    metrics.diskUsage("temp", () -> 1);
    metrics.memoryUsage("ocr", () -> 1);
    metrics.ffmpegProcesses(() -> 2);
    metrics.tempFiles(() -> 3);
    metrics.subtitles(14, 0.07);
    metrics.redisConnections(() -> new ConnectionStats(3, 2, 5, 7));
    System.gc(); // who counts is not forgotten

    String scraped = registry.scrape();
    List<String> required =
        List.of(
            "http_requests_total{endpoint=\"/v1/videos/{id}\",method=\"GET\",status=\"200\"}",
            "http_request_duration_seconds_bucket{endpoint=\"/v1/videos/{id}\",method=\"GET\",le=\"0.1\"}",
            "pipeline_stage_duration_seconds_bucket{stage=\"building_video\",le=\"3600.0\"}",
            "pipeline_stage_errors_total{error_code=\"IOException\",error_type=\"internal\",stage=\"building_video\"}",
            "pipeline_jobs_total{status=\"completed\"}",
            "pipeline_jobs_active ",
            "pipeline_jobs_listed{status=\"terminated\"} 2.0",
            "resource_disk_free_bytes{directory=\"store\"} 1.0E9",
            "make_video_build_info{version=\"1.2.3\"} 1",
            "process_resident_memory_bytes 1.0E8",
            "video_processing_duration_seconds_bucket{operation=\"segment\",le=\"5.0\"}",
            "video_processing_input_duration_seconds_bucket{le=\"60.0\"}",
            "video_processing_shorts_count_bucket{le=\"20.0\"}",
            "external_api_calls_total{endpoint=\"download\",service=\"video-downloader\",status=\"200\"}",
            "external_api_duration_seconds_bucket{endpoint=\"download\",service=\"video-downloader\",le=\"0.5\"}",
            "external_api_retries_total{endpoint=\"download\",service=\"video-downloader\"}",
            "circuit_breaker_state{service=\"video-downloader\"} 1.0",
            "circuit_breaker_transitions_total{from_state=\"closed\",service=\"video-downloader\",to_state=\"open\"}",
            "ocr_frames_processed_total 3.0",
            "ocr_processing_duration_seconds_bucket{le=\"1.0\"}",
            "ocr_confidence_score_bucket{le=\"0.9\"} 0",
            "validation_results_total{result=\"approved\"}",
            "resource_disk_usage_bytes{directory=\"temp\"}",
            "resource_memory_usage_bytes{component=\"ocr\"}",
            "resource_ffmpeg_processes ",
            "resource_temp_files_count ",
            "redis_connections{state=\"open\"} 3.0",
            "redis_connections{state=\"in_use\"} 2.0",
            "redis_connection_waits_total 5.0",
            "redis_reconnects_total 7.0",
            "subtitle_segments_count_bucket{le=\"10.0\"} 0",
            "subtitle_sync_drift_seconds_bucket{le=\"0.1\"} 1");
    assertEquals(List.of(), required.stream().filter(s -> !scraped.contains(s)).toList(), scraped);
  }

  @Test
  void bucketsEndWhereRequired() {
    metrics.stageFinished(Stage.TRANSCRIBING, Duration.ofSeconds(2));
    long buckets =
        registry
            .scrape()
            .lines()
            .filter(line -> line.startsWith("pipeline_stage_duration_seconds_bucket"))
            .count();
    assertEquals(11, buckets, "ten bounds and +Inf");
  }

  /** The SDK's own timers reach from a call on loopback to hours in a queue. */
  @Test
  void timersOfTheTemporalSdkHaveBounds() {
    new MicrometerClientStatsReporter(registry)
        .reportTimer(
            "temporal_activity_schedule_to_start_latency",
            Map.of(),
            com.uber.m3.util.Duration.ofMinutes(8));
    String scraped = registry.scrape();
    assertEquals(
        11, scraped.lines().filter(line -> line.matches("temporal_.*_bucket.*")).count(), scraped);
    String bucket = "temporal_activity_schedule_to_start_latency_seconds_bucket{le=\"%s\"} %d";
    assertTrue(scraped.contains(bucket.formatted("0.005", 0)), scraped);
    assertTrue(scraped.contains(bucket.formatted("120.0", 0)), scraped);
    assertTrue(scraped.contains(bucket.formatted("600.0", 1)), scraped);
  }

  @Test
  void aProcessTellsOfItself() {
    try (ProcessMetrics process = new ProcessMetrics()) {
      String scraped = process.registry().scrape();
      for (String name :
          List.of(
              "jvm_memory_used_bytes{",
              "jvm_threads_live_threads ",
              "process_cpu_usage ",
              "process_uptime_seconds ",
              "process_files_open_files ",
              "process_resident_memory_bytes ",
              "make_video_build_info{")) {
        assertTrue(scraped.contains("\n" + name), name + " is not in " + scraped);
      }
    }
  }
}
