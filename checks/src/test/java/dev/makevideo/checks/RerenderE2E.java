package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.process.ProcessIdentity;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import io.temporal.api.history.v1.HistoryEvent;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A finished video is corrected, cut for another shape, and given another clip, with the worker
 * killed in between: what was found, downloaded and heard is not asked for again.
 */
@Timeout(600)
class RerenderE2E {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration DONE = Duration.ofMinutes(3);
  private static final int CLIPS = 12;
  private static final int SECONDS = 2;
  private static final int NARRATION = 11;
  private static final String SCRIPT =
      "We walk to the river. The water is cold. Then we walk home.";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Rig rig;
  private static ClipServer server;
  private static JavaProcess worker;
  private static String parent;

  @BeforeAll
  static void start() throws Exception {
    Programs programs = Programs.find(System.out::println);
    ClipMaker clipMaker = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    rig = new Rig(folder.resolve("rig"), programs, Map.of("MAKE_VIDEO_DOWNLOADS", "1"));
    worker = rig.startWorker();
    server = new ClipServer(clipMaker.clips(CLIPS, SECONDS), Duration.ofMillis(100));
    parent =
        client()
            .create(
                clipMaker.narration(NARRATION),
                Map.of(
                    "query", "gradients",
                    "script", SCRIPT,
                    "keep_script", "true",
                    "subtitles", "plain",
                    "clips_urls", server.urls(),
                    "quality", "draft"),
                "rerender");
    client().awaitStatus(parent, "completed", DONE);
  }

  @AfterAll
  static void stop() {
    server.close();
    rig.close();
  }

  private static Client client() {
    return rig.client();
  }

  private static JsonNode rerender(String id, Object body) throws Exception {
    HttpResponse<String> answer = client().postJson("/v1/videos/" + id + "/rerender", body);
    assertEquals(202, answer.statusCode(), answer.body());
    JsonNode job = JSON.readTree(answer.body());
    assertEquals(id, job.path("parent").asText());
    return job;
  }

  private static String srt(String id) throws Exception {
    return client().get("/v1/videos/" + id + "/subtitles.srt").body();
  }

  private static JsonNode manifest(String id) throws Exception {
    return JSON.readTree(client().get("/v1/videos/" + id + "/manifest.json").body());
  }

  /** The activities that the history of a job has. */
  private static List<String> activities(String id) {
    try (TemporalConnection temporal =
        TemporalConnection.open(
            Map.of("TEMPORAL_ADDRESS", rig.temporal().address()), ProcessIdentity.name("checks"))) {
      return temporal.client().fetchHistory(id).getEvents().stream()
          .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
          .map(event -> event.getActivityTaskScheduledEventAttributes())
          .map(scheduled -> scheduled.getActivityType().getName())
          .toList();
    }
  }

  private static int requests() {
    return server.total();
  }

  private static void killWorkerAndStartAnother() throws Exception {
    worker.kill9();
    Await.until("it is gone", SOON, () -> !worker.isAlive());
    worker = rig.startWorker();
  }

  @Test
  void aCorrectedCaptionAndAnotherShapeFetchAndHearNothing() throws Exception {
    int before = requests();
    JsonNode job =
        rerender(
            parent, Map.of("captions", List.of(Map.of("index", 1, "text", "We run to the lake."))));
    assertEquals(
        "[\"fetching_shorts\",\"downloading_shorts\",\"validating_shorts\",\"transcribing\"]",
        job.path("reused").toString());
    killWorkerAndStartAnother();
    String corrected = job.path("id").asText();
    client().awaitStatus(corrected, "completed", DONE);
    assertTrue(srt(corrected).contains("We run to the lake."), srt(corrected));
    assertFalse(srt(parent).contains("lake"), srt(parent));
    assertEquals(parent, manifest(corrected).path("parent").asText());
    assertTrue(
        manifest(corrected).at("/output/segmentsEncoded").asInt()
            < manifest(corrected).at("/output/segments").asInt(),
        manifest(corrected).path("output").toString());

    String wide =
        rerender(corrected, Map.of("aspect_ratio", "16:9", "subtitles", "bold"))
            .path("id")
            .asText();
    client().awaitStatus(wide, "completed", DONE);
    assertTrue(srt(wide).contains("We run to the lake."), srt(wide));
    assertEquals("16:9", manifest(wide).at("/request/aspectRatio").asText());
    assertEquals(names(parent), names(wide));

    assertEquals(before, requests());
    for (String id : List.of(corrected, wide)) {
      List<String> activities = activities(id);
      assertTrue(activities.contains("recallGroundwork"), activities.toString());
      for (String none :
          List.of(
              "fetchShorts", "fetchPhrases", "downloadShorts", "validateShorts", "transcribe")) {
        assertFalse(activities.contains(none), activities.toString());
      }
    }
    assertNotEquals(
        client().job(parent).at("/result/video/sha256"),
        client().job(wide).at("/result/video/sha256"));
  }

  private static List<String> names(String id) throws Exception {
    return manifest(id).path("clips").findValuesAsText("name");
  }

  /** The reserve stands in for one clip; what it does not cover is one download for each. */
  @Test
  void aReplacedClipIsOneDownloadAtTheMostAndTheParentMayGo() throws Exception {
    List<String> shown = names(parent);
    int before = requests();
    String other =
        rerender(parent, Map.of("replace_clips", List.of(shown.get(1)))).path("id").asText();
    client().awaitStatus(other, "completed", DONE);
    List<String> now = names(other);
    assertFalse(now.contains(shown.get(1)), now.toString());
    assertTrue(now.containsAll(List.of(shown.get(0), shown.get(2))), now.toString());
    assertTrue(requests() - before <= 1, requests() - before + " requests");

    // Five clips of two seconds are left for eleven: one is wanted.
    List<Integer> approved = approved(parent);
    before = requests();
    String again =
        rerender(parent, Map.of("replace_clips", approved.subList(0, approved.size() - 5)))
            .path("id")
            .asText();
    client().awaitStatus(again, "completed", DONE);
    assertEquals(1, requests() - before);
    assertEquals(6, names(again).size(), names(again).toString());
    assertEquals(1, activities(again).stream().filter("downloadShorts"::equals).count());
    assertFalse(activities(again).contains("fetchShorts"), activities(again).toString());

    String last = rerender(other, Map.of("crop_position", "top")).path("id").asText();
    client().forget(other);
    assertEquals(404, client().get("/v1/videos/" + other).statusCode());
    client().awaitStatus(last, "completed", DONE);
    assertEquals(other, client().job(last).path("parent").asText());
    assertEquals(now, names(last));
    assertEquals(200, client().get("/v1/videos/" + last + "/file").statusCode());
  }

  private static List<Integer> approved(String id) throws Exception {
    JsonNode job = client().job(id);
    List<Integer> rejected = new ArrayList<>();
    job.path("rejected").forEach(clip -> rejected.add(clip.path("index").asInt()));
    int tried = job.path("approved_count").asInt() + rejected.size();
    return IntStream.range(0, tried).filter(index -> !rejected.contains(index)).boxed().toList();
  }
}
