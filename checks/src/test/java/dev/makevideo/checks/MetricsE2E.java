package dev.makevideo.checks;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.monitoring.Promtool;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.EventReceiver;
import dev.makevideo.platform.process.ResidentMemory;
import dev.makevideo.workflows.contract.SubtitlesResult;
import dev.makevideo.workflows.job.VideoResult;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflow;
import dev.makevideo.workflows.stage.Stage;
import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three jobs, one of them with a service that breaks and a worker that is killed, one that fails,
 * one that is cancelled: what API and workers tell in their metrics is what happened, as the
 * services, the histories and the files know it.
 */
class MetricsE2E {
  /** Its form is not Prometheus's, and its name is required. */
  private static final String FIXED = "resource_temp_files_count non-histogram";

  private static final int MOST_SERIES = 2000;

  @TempDir private Path folder;

  private final List<Scrape> told = new ArrayList<>();
  private @Nullable MetricsScene open;
  private String finished = "";

  @Test
  void everyMetricHasTheValueThatHappened() throws Exception {
    try (MetricsScene opened = new MetricsScene(folder)) {
      open = opened;
      opened.startWorker();
      MetricsScene.Killed killed = opened.brokenServiceAndKilledWorker();
      finished = killed.job();
      String failed = opened.failingJob();
      String cancelled = opened.cancelledJob();
      opened.awaitListed();
      told.addAll(List.of(killed.last(), opened.scrape()));
      compare(failed, cancelled);
      Set<String> quiet = new TreeSet<>(QueriesWithData.OF_FAILED_ATTEMPTS);
      quiet.add(QueriesWithData.OF_FAILED_WORKFLOW_TASKS);
      QueriesWithData.check(opened.prometheus, quiet);
    }
  }

  private MetricsScene scene() {
    return Objects.requireNonNull(open, "not started");
  }

  private void compare(String failed, String cancelled) throws Exception {
    Scrape all = Scrape.all(told);
    Scrape api = Scrape.of(scene().rig.client().port());
    assertAll(
        () -> requests(api),
        () -> jobs(all, api, failed, cancelled),
        () -> video(all),
        () -> externalCalls(all),
        () -> deliveries(all),
        () -> clipsAndText(all),
        () -> subtitles(all),
        () -> resources(told.get(1)),
        () -> temporalAndProcess(all, api),
        () -> form(List.of(told.get(0), told.get(1), api)));
  }

  private static void requests(Scrape api) {
    String[] created = {"method", "POST", "endpoint", "/v1/videos", "status", "202"};
    assertEquals(3, api.sum("http_requests_total", created));
    assertEquals(
        api.sum("http_requests_total"), api.sum("http_request_duration_seconds_count"), "timed");
    assertEquals(
        1, api.sum("http_requests_total", "method", "POST", "endpoint", "/v1/videos/{id}/cancel"));
  }

  private void jobs(Scrape all, Scrape api, String failed, String cancelled) throws Exception {
    assertEquals(3, all.sum("pipeline_jobs_total", "status", "running"));
    for (String status : List.of("completed", "failed", "cancelled")) {
      assertEquals(1, all.sum("pipeline_jobs_total", "status", status), status);
      assertEquals(1, api.sum("pipeline_jobs_listed", "status", status), status);
    }
    Map<String, Integer> ended = new HashMap<>();
    Map<String, Double> took = new HashMap<>();
    for (String job : List.of(finished, failed, cancelled)) {
      for (JsonNode stage : scene().rig.client().job(job).path("stages")) {
        if (stage.path("state").asText().equals("completed")) {
          Duration lasted =
              Duration.between(
                  Instant.parse(stage.path("started_at").asText()),
                  Instant.parse(stage.path("ended_at").asText()));
          ended.merge(stage.path("stage").asText(), 1, Integer::sum);
          took.merge(stage.path("stage").asText(), lasted.toMillis() / 1e3, Double::sum);
        }
      }
    }
    assertEquals(Stage.values().length, ended.size(), "every stage: " + ended);
    for (String stage : ended.keySet()) {
      String metric = "pipeline_stage_duration_seconds";
      assertEquals((double) ended.get(stage), all.sum(metric + "_count", "stage", stage), stage);
      assertEquals((double) took.get(stage), all.sum(metric + "_sum", "stage", stage), 1e-3, stage);
    }
    long stopped =
        scene().history(cancelled).stream()
            .filter(HistoryEvent::hasActivityTaskCanceledEventAttributes)
            .count();
    assertEquals(
        stopped, all.sum("pipeline_stage_errors_total", "error_type", "cancelled"), "stopped");
    assertEquals(stopped, all.sum("pipeline_stage_errors_total"), "nothing else failed");
  }

  private void video(Scrape all) throws Exception {
    VideoResult result = scene().result(finished);
    String runs = "video_processing_duration_seconds_count";
    assertEquals(result.segmentsEncoded(), all.sum(runs, "operation", "segment"));
    assertEquals(1, all.sum(runs, "operation", "concat"));
    double building = all.sum("pipeline_stage_duration_seconds_sum", "stage", "building_video");
    double joined = all.sum("video_processing_duration_seconds_sum", "operation", "concat");
    assertTrue(joined > 0 && joined < building, joined + " of " + building);
    String input = "video_processing_input_duration_seconds";
    assertEquals(1, all.sum(input + "_count"));
    assertEquals(MetricsScene.NARRATION_SECONDS, all.sum(input + "_sum"), 0.1);
    assertEquals(1, all.sum("video_processing_shorts_count_count"));
    assertEquals(result.clipsUsed(), all.sum("video_processing_shorts_count_sum"));
  }

  private void externalCalls(Scrape all) {
    for (Map.Entry<String, Mode> kind :
        Map.of("500", Mode.ANSWERS_500, "200", Mode.WORKS, "stopped", Mode.HANGS).entrySet()) {
      long arrived =
          scene().downloads.arrivals().stream().filter(a -> a.mode() == kind.getValue()).count();
      assertEquals(
          arrived,
          all.sum(
              "external_api_calls_total", "service", MetricsScene.SERVICE, "status", kind.getKey()),
          kind.getKey());
    }
    assertEquals(
        scene().services.searches(),
        all.sum("external_api_calls_total", "service", "youtube-search"));
    // The killed worker's call was heard, but it had no answer.
    assertEquals(
        scene().services.heard() - 1,
        all.sum("external_api_calls_total", "service", "audio-transcriber"));
    assertEquals(
        all.sum("external_api_calls_total"), all.sum("external_api_duration_seconds_count"));
    long different =
        scene().downloads.arrivals().stream().map(DownloadService.Arrival::clip).distinct().count();
    assertEquals(
        scene().downloads.total() - different,
        all.sum("external_api_retries_total", "service", MetricsScene.SERVICE),
        "calls made again");
    for (String[] move :
        List.of(
            new String[] {"from_state", "closed", "to_state", "open"},
            new String[] {"from_state", "open", "to_state", "half_open"},
            new String[] {"from_state", "half_open", "to_state", "closed"})) {
      assertEquals(1, all.sum("circuit_breaker_transitions_total", move), String.join(" ", move));
    }
  }

  private void deliveries(Scrape all) {
    EventReceiver receiver = scene().receiver;
    assertEquals(receiver.taken(), all.sum("webhook_deliveries_total", "result", "delivered"));
    assertEquals(
        receiver.heard() - receiver.taken(),
        all.sum("webhook_deliveries_total", "result", "failed"));
    assertEquals(receiver.heard(), all.sum("webhook_deliveries_total"));
    assertTrue(receiver.taken() > 0 && receiver.heard() > receiver.taken(), "of both kinds");
  }

  private void clipsAndText(Scrape all) throws Exception {
    VideoResult result = scene().result(finished);
    long withText =
        result.rejected().stream().filter(clip -> clip.confidence().isPresent()).count();
    assertEquals(1, withText, "clips with text: " + result.rejected());
    assertEquals(result.approved(), all.sum("validation_results_total", "result", "approved"));
    assertEquals(
        result.rejected().size() + 1, // and the failed job's only clip, which is none
        all.sum("validation_results_total", "result", "rejected"));
    double checked = result.approved() + withText;
    assertEquals(checked, all.sum("ocr_processing_duration_seconds_count"));
    assertEquals(checked * scene().sampled(), all.sum("ocr_frames_processed_total"));
    assertEquals(1, all.sum("ocr_confidence_score_count"));
    double confidence =
        result.rejected().stream().mapToDouble(clip -> clip.confidence().orElse(0)).sum();
    assertEquals(confidence, all.sum("ocr_confidence_score_sum"), 0.01);
  }

  private void subtitles(Scrape all) throws Exception {
    String srt = scene().rig.client().get("/v1/videos/" + finished + "/subtitles.srt").body();
    long cues = srt.lines().filter(line -> line.contains(" --> ")).count();
    assertEquals(1, all.sum("subtitle_segments_count_count"));
    assertEquals(cues, all.sum("subtitle_segments_count_sum"));
    SubtitlesResult made = scene().subtitles(finished);
    assertEquals(made.driftSeconds(), all.sum("subtitle_sync_drift_seconds_sum"), 1e-6);
  }

  private void resources(Scrape last) throws Exception {
    String disk = "resource_disk_usage_bytes";
    assertEquals(scene().result(finished).video().bytes(), last.sum(disk, "directory", "output"));
    assertEquals(
        bytes(scene().rig.store().resolve("objects")), last.sum(disk, "directory", "cache"));
    assertEquals(0, last.sum(disk, "directory", "temp"));
    assertEquals(0, last.sum("resource_temp_files_count"));
    assertEquals(0, last.sum("resource_ffmpeg_processes"));
    assertEquals(0, last.sum("resource_memory_usage_bytes", "component", "ffmpeg"));
    double used = ResidentMemory.ofProcess(scene().worker().pid()).orElseThrow();
    assertEquals(used, last.sum("resource_memory_usage_bytes", "component", "total"), used / 4);
    assertEquals(used, last.sum("process_resident_memory_bytes"), used / 4);
    double free = Files.getFileStore(scene().rig.store()).getUsableSpace();
    assertEquals(free, last.sum("resource_disk_free_bytes", "directory", "store"), free / 10);
    double server = last.sum("resource_memory_usage_bytes", "component", "redis");
    assertTrue(server > 1e6 && server < 1e9, "Redis with " + server);
  }

  private void temporalAndProcess(Scrape all, Scrape api) throws Exception {
    long ran =
        scene().history(finished).stream()
            .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
            .count();
    assertTrue(
        all.sum("temporal_activity_schedule_to_start_latency_seconds_count") >= ran, "waits");
    assertEquals(
        1, all.sum("temporal_workflow_completed_total", "workflow_type", MakeVideoWorkflow.TYPE));
    for (String name :
        List.of(
            "temporal_worker_task_slots_available",
            "temporal_num_pollers",
            "temporal_workflow_task_execution_latency_seconds_bucket",
            "temporal_activity_execution_latency_seconds_bucket")) {
      assertTrue(all.has(name), name);
    }
    for (Scrape process : List.of(all, api)) {
      for (String name :
          List.of(
              "temporal_request_latency_seconds_bucket",
              "jvm_memory_used_bytes",
              "process_uptime_seconds",
              "redis_connections",
              "make_video_build_info")) {
        assertTrue(process.has(name), name);
      }
    }
    assertEquals(1, api.sum("make_video_build_info"));
  }

  /** Few series, and nothing that Prometheus's own check objects to but the name that is fixed. */
  private void form(List<Scrape> scrapes) throws Exception {
    try (Promtool promtool = Promtool.locate(folder, System.getenv())) {
      for (Scrape scrape : scrapes) {
        String objections = promtool.objections(scrape.text());
        assertEquals(
            "", objections.lines().filter(line -> !line.startsWith(FIXED)).collect(joining("\n")));
        assertTrue(scrape.series() < MOST_SERIES, scrape.series() + " series: " + scrape.names());
      }
    }
    System.out.println("metrics series " + scrapes.stream().map(Scrape::series).toList());
  }

  private static long bytes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
