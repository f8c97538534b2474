package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pause, resume, approve and retry, with the worker killed in between. */
@Timeout(600)
class SteeringE2E {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DONE = Duration.ofMinutes(3);
  private static final int CLIPS = 9;
  private static final int SECONDS = 2;
  private static final int NARRATION = 11;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Rig rig;
  private static ClipMaker clipMaker;
  private static final List<ClipServer> SERVERS = new ArrayList<>();
  private static JavaProcess worker;

  @BeforeAll
  static void start() throws Exception {
    Programs programs = Programs.find(System.out::println);
    clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    rig = new Rig(folder.resolve("rig"), programs, Map.of("MAKE_VIDEO_DOWNLOADS", "1"));
    worker = rig.startWorker();
  }

  @AfterAll
  static void stop() {
    SERVERS.forEach(ClipServer::close);
    rig.close();
  }

  private static Client client() {
    return rig.client();
  }

  /** With clips from addresses of its own, as clips are shared. */
  private static String create(String correlation) throws Exception {
    ClipServer server = new ClipServer(clipMaker.clips(CLIPS, SECONDS), Duration.ofMillis(500));
    SERVERS.add(server);
    return client()
        .create(
            clipMaker.narration(NARRATION),
            Map.of(
                "query", "gradients",
                "subtitles", "none",
                "clips_urls", server.urls(),
                "quality", "draft",
                "approve", "clips"),
            correlation);
  }

  private static JsonNode post(int status, String job, String what, Object body) throws Exception {
    HttpResponse<String> answer = client().postJson("/v1/videos/" + job + "/" + what, body);
    assertEquals(status, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private static void killWorkerAndStartAnother() throws Exception {
    worker.kill9();
    Await.until("it is gone", SOON, () -> !worker.isAlive());
    worker = rig.startWorker();
  }

  private static List<String> events(String job) throws Exception {
    List<String> types = new ArrayList<>();
    JSON.readTree(client().get("/v1/videos/" + job + "/events").body())
        .path("events")
        .forEach(event -> types.add(event.path("type").asText()));
    return types;
  }

  private static List<Integer> review(String job) throws Exception {
    Await.until(
        job + " shows its clips",
        SOON,
        () -> client().get("/v1/videos/" + job + "/review").statusCode() == 200);
    List<Integer> clips = new ArrayList<>();
    JSON.readTree(client().get("/v1/videos/" + job + "/review").body())
        .path("clips")
        .forEach(clip -> clips.add(clip.path("index").asInt()));
    return clips;
  }

  @Test
  void aPausedJobThatIsThenApprovedLosesNothingWithItsWorkerKilled() throws Exception {
    String job = create("steering-pause");
    Await.until("it downloads", SOON, () -> SERVERS.get(SERVERS.size() - 1).sending() > 0);
    assertTrue(post(200, job, "pause", Map.of()).has("paused_since"));
    killWorkerAndStartAnother();
    Await.until(
        "what was under way has ended",
        SOON,
        () -> {
          assertTrue(worker.isAlive(), "the worker ended: " + Files.readString(worker.log()));
          return events(job).contains("batch_downloaded");
        });
    assertTrue(client().job(job).has("paused_since"), client().job(job).toString());
    assertEquals("running", client().status(job));
    assertFalse(events(job).contains("batch_validated"), events(job).toString());
    assertFalse(post(200, job, "resume", Map.of()).has("paused_since"));

    List<Integer> shown = review(job);
    assertEquals("approval", client().job(job).path("waiting_for").asText());
    killWorkerAndStartAnother();
    assertEquals(shown, review(job));
    post(422, job, "approve", Map.of("reject_clips", List.of(99)));
    post(200, job, "approve", Map.of("reject_clips", List.of(shown.get(0))));
    List<Integer> again = review(job);
    assertFalse(again.contains(shown.get(0)), shown + " then " + again);
    post(200, job, "approve", Map.of());
    client().awaitStatus(job, "completed", DONE);
    post(409, job, "pause", Map.of());
    post(409, job, "approve", Map.of());
  }

  @Test
  void aCancelledJobRunsAgainUnderItsIdAndIsListedAndForgottenOnce() throws Exception {
    String job = create("steering-retry");
    review(job);
    post(409, job, "retry", Map.of());
    client().cancel(job);
    client().awaitStatus(job, "cancelled", SOON);
    assertEquals(
        "steering-retry", post(202, job, "retry", Map.of()).path("correlation_id").asText());
    killWorkerAndStartAnother();
    assertFalse(review(job).isEmpty());
    assertEquals(2, client().job(job).path("run").asInt());
    assertEquals("job_retried", events(job).get(0));
    post(200, job, "approve", Map.of());
    client().awaitStatus(job, "completed", DONE);
    post(409, job, "retry", Map.of());
    Await.until("it is listed once", SOON, () -> listed(job).equals(List.of("completed")));
    client().forget(job);
    Await.until("it is gone", SOON, () -> listed(job).isEmpty());
    assertEquals(404, client().get("/v1/videos/" + job).statusCode());
  }

  private static List<String> listed(String job) throws Exception {
    List<String> found = new ArrayList<>();
    for (JsonNode row : JSON.readTree(client().get("/v1/videos?limit=100").body()).path("jobs")) {
      if (row.path("id").asText().equals(job)) {
        found.add(row.path("status").asText());
      }
    }
    return found;
  }
}
