package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds faults, one after the other, in a real installation, and asks why the job is as it is: the
 * diagnosis names the true cause. The table is in docs/diagnosis.md.
 */
@Timeout(1800)
class DiagnosisE2E {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int CLIPS = 6;

  @TempDir static Path folder;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static Programs programs;
  private static ClipMaker clips;
  private static RedisServer redis;
  private static DownloadService downloads;
  private static Services services;
  private static Rig rig;
  private static int jobs;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
    clips = new ClipMaker(programs.ffmpeg().ffmpeg(), folder.resolve("footage"));
    redis = new RedisServer(folder.resolve("redis"));
    downloads =
        new DownloadService(clips.clips(CLIPS, 2), Duration.ofMillis(300), Duration.ofMinutes(5));
    services = new Services(downloads, CLIPS);
    services.speak();
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_BREAKER_OPEN_SECONDS", "20");
    rig = new Rig(folder.resolve("rig"), programs, settings);
  }

  @AfterAll
  static void stop() {
    if (rig != null) {
      rig.close();
    }
    services.close();
    redis.close();
  }

  @AfterEach
  void heal() {
    downloads.turn(DownloadService.Mode.WORKS);
  }

  private static String job(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> fields = new HashMap<>();
    fields.put("query", "rivers" + ++jobs);
    fields.put("subtitles", "none");
    fields.put("quality", "draft");
    fields.putAll(more);
    return rig.client().create(clips.narration(11), fields, "diagnosis-" + jobs);
  }

  private static JsonNode why(String job) throws IOException, InterruptedException {
    return JSON.readTree(rig.client().get("/v1/videos/" + job + "/diagnosis").body());
  }

  /** Asks until the gravest finding is this cause; then all of it holds these words. */
  private static JsonNode is(String job, String cause, Duration limit, String... words)
      throws IOException, InterruptedException {
    JsonNode[] last = {JSON.createObjectNode()};
    try {
      Await.until(
          "the cause is " + cause,
          limit,
          () -> {
            last[0] = why(job);
            return last[0].path("findings").path(0).path("cause").asText().equals(cause);
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it is " + last[0].toPrettyString(), e);
    }
    for (String word : words) {
      assertTrue(last[0].toString().contains(word), () -> word + " is not in " + last[0]);
    }
    assertTrue(!last[0].path("findings").path(0).path("advice").asText().isBlank());
    System.out.println("diagnosis " + cause + ": " + last[0].path("summary").asText());
    return last[0];
  }

  @Test
  void aServiceThatIsDownAndRedisThatIsGone() throws Exception {
    downloads.turn(DownloadService.Mode.ANSWERS_500);
    try (JavaProcess worker = rig.startWorker()) {
      String job = job(Map.of());
      is(job, "circuit-open", LONG, "video-downloader", "500");
      redis.kill();
      Await.until(
          "it says that Redis does not answer",
          SOON,
          () -> why(job).path("unknown").toString().contains("Redis does not answer"));
      redis.start();
      downloads.turn(DownloadService.Mode.WORKS);
      rig.client().awaitStatus(job, "completed", LONG);
      is(job, "completed", SOON, "clips approved");
    }
  }

  @Test
  void aServiceThatAsksForTime() throws Exception {
    downloads.turn(DownloadService.Mode.THROTTLES);
    try (JavaProcess worker = rig.startWorker()) {
      String job = job(Map.of());
      is(job, "throttled", LONG, "video-downloader", "\"until\"");
      rig.client().cancel(job);
      is(job, "cancelled", SOON);
    }
  }

  @Test
  void aServiceThatAnswersNonsense() throws Exception {
    HttpServer nonsense =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] page = "<html>welcome to the proxy</html>".getBytes(StandardCharsets.UTF_8);
    nonsense.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    nonsense.start();
    String url = "http://127.0.0.1:" + nonsense.getAddress().getPort();
    try (JavaProcess worker = rig.startWorker(Map.of("YOUTUBE_SEARCH_URL", url))) {
      String job = job(Map.of());
      is(job, "dependency-unavailable", LONG, "fetchShorts", "cannot be read", "JSON");
      rig.client().cancel(job);
      is(job, "cancelled", SOON);
    } finally {
      nonsense.stop(0);
    }
  }

  @Test
  void clipsThatAreCorrupt() throws Exception {
    Path corrupt = Files.createDirectory(folder.resolve("corrupt"));
    Files.write(corrupt.resolve("broken.mp4"), new byte[100_000]);
    try (JavaProcess worker = rig.startWorker()) {
      String job = job(Map.of("clips_folder", corrupt.toString()));
      is(job, "too-little-footage", LONG, "1 unusable");
    }
  }

  @Test
  void aHostWithoutRoom() throws Exception {
    long usable = Files.getFileStore(folder).getUsableSpace();
    Map<String, String> wants = Map.of("MAKE_VIDEO_DISK_LEAST", Long.toString(usable * 2));
    try (JavaProcess worker = rig.startWorker(wants)) {
      String job = job(Map.of());
      is(job, "no-room", SOON, "fetchShorts", "free", "worker-" + worker.pid());
      rig.client().cancel(job);
      is(job, "cancelled", SOON);
    }
  }

  @Test
  void aWorkerThatStopsAndOneThatIsKilled() throws Exception {
    try (ClipServer slow = new ClipServer(clips.clips(CLIPS, 2), Duration.ofSeconds(8))) {
      JavaProcess worker = rig.startWorker();
      String job = job(Map.of("clips_urls", slow.urls()));
      Await.until("it downloads", SOON, () -> slow.sending() > 0);
      signal(worker, "STOP");
      is(job, "worker-silent", SOON, "worker-" + worker.pid());
      signal(worker, "CONT");
      is(job, "at-work", SOON);
      worker.kill9();
      is(job, "worker-silent", SOON, "downloadShorts");
      is(job, "no-worker", Duration.ofMinutes(3), "make-video");
      try (JavaProcess next = rig.startWorker()) {
        rig.client().awaitStatus(job, "completed", LONG);
      }
    }
  }

  private static void signal(JavaProcess process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Test
  void aWorkerWithAnotherStore() throws Exception {
    Map<String, String> other =
        Map.of("MAKE_VIDEO_STORE", folder.resolve("other-store").toString());
    try (JavaProcess worker = rig.startWorker(other)) {
      String job = job(Map.of());
      is(job, "host-exhausted", SOON, "MAKE_VIDEO_STORE");
      rig.client().cancel(job);
      is(job, "cancelled", SOON);
    }
  }
}
