package dev.makevideo.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.contract.ActivityProgress;
import dev.makevideo.workflows.contract.BatchResult;
import dev.makevideo.workflows.contract.Clip;
import dev.makevideo.workflows.contract.ClipActivities;
import dev.makevideo.workflows.contract.DownloadBatch;
import dev.makevideo.workflows.contract.FetchResult;
import dev.makevideo.workflows.contract.ItemOutcome;
import dev.makevideo.workflows.contract.PhraseNeeds;
import dev.makevideo.workflows.contract.Rejection;
import dev.makevideo.workflows.failure.FailureType;
import dev.makevideo.workflows.failure.Failures;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.Activity;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTest {
  private ApiFixture api;

  @BeforeEach
  void start() throws IOException {
    api = new ApiFixture().start();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void tellsStageItemsAttemptsAndLastFailureWithoutAWorker() throws IOException {
    WorkerFactory worker = api.startWorker(new FailingDownloads());
    String id = api.submit(Form.valid("download"));
    api.await(id, job -> !stage(job, "downloading_shorts").path("last_failure").isMissingNode());
    worker.shutdownNow();
    worker.awaitTermination(5, TimeUnit.SECONDS);

    JsonNode job = api.await(id, j -> j.path("source").asText().equals("record"));
    assertEquals("running", job.path("status").asText());
    assertEquals(40, job.path("percent").asInt());
    assertEquals(90, job.path("eta_seconds").asInt());
    JsonNode stage = stage(job, "downloading_shorts");
    assertEquals("running", stage.path("state").asText());
    assertEquals(13, stage.path("done").asInt(), "10 of finished batches and 3 by heartbeat");
    assertEquals(50, stage.path("total").asInt());
    assertEquals(26, stage.path("percent").asInt());
    assertEquals(2, stage.path("attempts").asInt());
    assertEquals("HTTP 500 from the downloader", stage.path("last_failure").asText());
    assertEquals("batch 2", stage.path("note").asText());
    JsonNode clips = job.path("clips");
    assertEquals("l.mp4", clips.get(clips.size() - 2).path("name").asText(), clips.toString());
    assertEquals("downloaded", clips.get(clips.size() - 2).path("state").asText());
    assertEquals(4_000, clips.get(clips.size() - 2).path("bytes").asInt());
    assertEquals("rejected", clips.get(clips.size() - 1).path("state").asText());
    JsonNode rejected = job.path("rejected");
    assertEquals("HTTP 404", rejected.get(rejected.size() - 1).path("message").asText());
    assertEquals(300, stage.path("timeout_seconds").asInt());
    assertEquals("pending", stage(job, "finalizing").path("state").asText());
    assertEquals("the narration says 48695 s and has 2 s", job.path("warnings").get(0).asText());
    assertEquals("video-downloader", job.path("waits").get(0).path("service").asText());
    assertEquals(1, job.path("waits").size(), "none whose time has passed");
    assertEquals(1_800, job.path("timeouts").path("deadline_seconds").asInt());

    try (Stopwatch watch = Stopwatch.start()) {
      api.get("/v1/videos/" + id);
      watch.assertWithin(Duration.ofMillis(1_500)); // once found silent, workers are not waited for
    }
  }

  private static JsonNode stage(JsonNode job, String name) {
    for (JsonNode stage : job.path("stages")) {
      if (stage.path("stage").asText().equals(name)) {
        return stage;
      }
    }
    throw new AssertionError("no stage " + name + " in " + job);
  }

  @Test
  void aJobThatNobodyTookYetIsQueued() throws IOException {
    JsonNode job = ApiFixture.json(api.get("/v1/videos/" + api.submit(Form.valid("nobody"))));
    assertEquals("queued", job.path("status").asText());
    assertEquals("nobody", job.path("query").asText());
    assertEquals(0, job.path("percent").asInt());
    assertEquals("record", job.path("source").asText());
  }

  @Test
  void asksTheWorkflowWhenAWorkerIsThere() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    JsonNode job = api.await(id, j -> j.path("source").asText().equals("worker"));
    job = api.awaitStatus(id, "running");
    assertEquals(6, job.path("approved_count").asInt());
    assertEquals(2, job.path("waits").size(), "the worker knows what it waits for");
    assertEquals(1, job.path("rejected_count").asInt());
    assertEquals("text: SALE", job.path("rejected").get(0).path("message").asText());
    assertEquals(
        List.of("approved", "rejected", "downloaded"), job.path("clips").findValuesAsText("state"));
    assertEquals("/v1/videos/" + id + "/cancel", job.path("links").path("cancel").asText());
    assertFalse(job.path("links").has("file"));
  }

  @Test
  void showsTheResultOfACompletedJob() throws IOException {
    WorkerFactory worker = api.startWorker();
    String id = api.submit(Form.valid("complete").field("script", "hello"));
    JsonNode job = api.awaitStatus(id, "completed");
    worker.shutdownNow();
    assertEquals("result", job.path("source").asText());
    assertEquals(100, job.path("percent").asInt());
    assertEquals(2_000, job.path("result").path("video").path("bytes").asInt());
    assertEquals(24.0, job.path("result").path("duration_seconds").asDouble());
    assertEquals(12, job.path("result").path("stage_millis").path("finalizing").asInt());
    assertEquals(5, job.path("approved_count").asInt());
    JsonNode rejected = job.path("rejected").get(0);
    assertEquals("text: SALE", rejected.path("message").asText());
    assertEquals(0.93, rejected.path("confidence").asDouble());
    assertEquals(0, job.path("waits").size());
    assertTrue(job.has("completed_at"), job.toString());
    assertEquals("/v1/videos/" + id + "/file", job.path("links").path("file").asText());
    assertFalse(job.path("links").has("subtitles_vtt"));
  }

  @Test
  void showsWhyAJobFailed() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("fail"));
    JsonNode job = api.awaitStatus(id, "failed");
    assertEquals(
        "urn:make-video:problem:too-little-footage", job.path("failure").path("type").asText());
    assertEquals("Too little footage", job.path("failure").path("title").asText());
    assertEquals("only 3 s of footage were approved", job.path("failure").path("detail").asText());
    JsonNode file = SubmitTest.problem(api.get("/v1/videos/" + id + "/file"), 409);
    assertTrue(file.path("detail").asText().contains("failed"));
  }

  @Test
  void aTerminatedJobHasFailed() throws IOException {
    String id = api.submit(Form.valid("kill"));
    api.connection.client().newUntypedWorkflowStub(id).terminate("by hand");
    JsonNode job = api.awaitStatus(id, "failed");
    assertEquals("urn:make-video:problem:terminated", job.path("failure").path("type").asText());
    assertEquals(
        "The job was terminated in Temporal: by hand", job.path("failure").path("detail").asText());
  }

  @Test
  void cancels() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    assertEquals(202, post(id).statusCode());
    JsonNode job = api.awaitStatus(id, "cancelled");
    assertFalse(job.has("failure"));
    assertEquals(200, post(id).statusCode());
    String done = api.submit(Form.valid("complete"));
    api.awaitStatus(done, "completed");
    assertEquals(409, post(done).statusCode());
  }

  private HttpResponse<byte[]> post(String id) {
    return api.send(
        api.to("/v1/videos/" + id + "/cancel").POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void deletingAnOpenJobCancelsIt() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    assertEquals(202, api.send(api.to("/v1/videos/" + id).DELETE()).statusCode());
    api.awaitStatus(id, "cancelled");
    // The in-JVM server cannot delete.
    SubmitTest.problem(api.send(api.to("/v1/videos/" + id).DELETE()), 501);
  }

  @Test
  void listingNeedsVisibility() throws IOException {
    JsonNode problem = SubmitTest.problem(api.get("/v1/videos"), 501);
    assertTrue(problem.path("detail").asText().contains("in memory"));
    SubmitTest.problem(api.get("/v1/videos?status=done"), 400);
    SubmitTest.problem(api.get("/v1/videos?limit=101"), 400);
    SubmitTest.problem(api.get("/v1/videos?page_token=nonsense"), 400);
  }

  @Test
  void unknownJobsAre404() throws IOException {
    SubmitTest.problem(api.get("/v1/videos/mv-nobody"), 404);
    SubmitTest.problem(api.get("/v1/videos/..%2Fetc"), 404);
    SubmitTest.problem(api.get("/v1/videos/mv-nobody/file"), 404);
  }

  @Test
  void tellsEvents() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("wait"));
    api.awaitStatus(id, "running");
    JsonNode all = ApiFixture.json(api.get("/v1/videos/" + id + "/events"));
    assertEquals(2, all.path("last").asInt());
    JsonNode later = ApiFixture.json(api.get("/v1/videos/" + id + "/events?after=1"));
    assertEquals(1, later.path("events").size());
    assertEquals("stage_started", later.path("events").get(0).path("type").asText());
    SubmitTest.problem(api.get("/v1/videos/" + id + "/events?after=-1"), 400);
  }

  @Test
  void streamsEventsUntilTheJobIsOver() throws IOException {
    api.startWorker();
    String id = api.submit(Form.valid("complete"));
    HttpResponse<byte[]> stream =
        api.get(
            "/v1/videos/" + id + "/events", "Accept", "text/event-stream", "Last-Event-ID", "1");
    assertEquals(200, stream.statusCode());
    String text = ApiFixture.text(stream);
    assertFalse(text.contains("id: 1\n"), text);
    assertTrue(text.contains("id: 2\nevent: stage_started\n"), text);
    assertTrue(text.contains("event: progress\n"), text);
    assertTrue(text.contains("\"status\":\"completed\""), text);
  }

  @Test
  void eventsNeedAWorker() throws IOException {
    String id = api.submit(Form.valid("nobody"));
    HttpResponse<byte[]> answer = api.get("/v1/videos/" + id + "/events");
    SubmitTest.problem(answer, 503);
    assertEquals("10", answer.headers().firstValue("Retry-After").orElseThrow());
  }

  /** Beats with three of ten done, then fails. */
  public static final class FailingDownloads implements ClipActivities {
    private static final ItemOutcome DONE =
        ItemOutcome.done(
            11,
            1,
            Clip.whole(
                new ObjectRef("a".repeat(64), 4_000), "l.mp4", Duration.ofSeconds(3), 640, 360));
    private static final ItemOutcome REJECTED =
        ItemOutcome.rejected(12, 1, Rejection.of(Rejection.Reason.NOT_FOUND, "HTTP 404"));

    @Override
    public FetchResult fetchPhrases(VideoRequest request, PhraseNeeds needs) {
      throw new AssertionError("not called");
    }

    @Override
    public FetchResult fetchShorts(VideoRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BatchResult downloadShorts(VideoRequest request, DownloadBatch batch) {
      Activity.getExecutionContext()
          .heartbeat(new ActivityProgress(3, 10, 0.34, List.of(DONE, REJECTED)));
      throw Failures.of(FailureType.DEPENDENCY_UNAVAILABLE, "HTTP 500 from the downloader");
    }
  }
}
