package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.OtherVersionWorker;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.stage.TaskQueues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * More seeded faults: slow and talkative services, programs that crash, code that does not fit, and
 * some that were chosen without a look at how the diagnosis works. As {@link DiagnosisE2E}, which
 * {@code mvn verify} runs; both by {@code checks/diagnosis/run}.
 */
@Tag("long")
@Timeout(1800)
class MoreDiagnosisE2E {
  /** From so many failed jobs on, somebody is called. */
  private static final int ALARMING = 3;

  @TempDir static Path folder;
  private static SickInstallation sick;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    sick = new SickInstallation(folder);
  }

  @AfterAll
  static void stop() {
    sick.close();
  }

  @AfterEach
  void heal() throws IOException {
    sick.downloads.turn(DownloadService.Mode.WORKS);
    sick.redis
        .talk()
        .command("FLUSHALL"); // what one fault taught the breakers is not the next one's
  }

  private static HttpServer answers(int status, String type, String text) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static void cancel(String job) throws Exception {
    sick.rig.client().cancel(job);
    sick.is(job, "cancelled", SickInstallation.SOON);
  }

  @Test
  void aServiceThatHangs() throws Exception {
    sick.downloads.turn(DownloadService.Mode.HANGS);
    try (JavaProcess worker = sick.rig.startWorker()) {
      String job = sick.job(Map.of());
      sick.is(
          job, "circuit-open", Duration.ofMinutes(6), "video-downloader", "did not answer in time");
      sick.alerts("ServiceSlow");
      sick.alerts("CircuitOpen");
      sick.downloads.turn(DownloadService.Mode.WORKS);
      cancel(job);
    }
  }

  @Test
  void aTranscriberThatTalksNonsense() throws Exception {
    HttpServer server = answers(200, "application/json", "{\"words\":[{\"word\":7,\"start\":-3}]}");
    try (JavaProcess worker =
        sick.rig.startWorker(Map.of("AUDIO_TRANSCRIBER_URL", url(server) + "/v1"))) {
      String job = sick.job(Map.of("subtitles", "bold"));
      sick.is(job, "dependency-unavailable", SickInstallation.LONG, "audio-transcriber", "words");
      sick.alerts("ServiceAnswersInvalid");
      cancel(job);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anFfmpegThatCrashes() throws Exception {
    Path real = sick.programs.ffmpeg().ffmpeg();
    Path programs = Files.createDirectory(folder.resolve("crashing"));
    Files.createSymbolicLink(programs.resolve("ffprobe"), sick.programs.ffmpeg().ffprobe());
    Path wrapper = programs.resolve("ffmpeg");
    Files.writeString(
        wrapper,
        "#!/bin/sh\ncase \" $* \" in *' libx264 '*) echo 'x264 [error]: baked' >&2;"
            + " kill -SEGV $$;; esac\nexec '"
            + real
            + "' \"$@\"\n");
    Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (JavaProcess worker =
        sick.rig.startWorker(Map.of("PATH", programs + ":" + System.getenv("PATH")))) {
      String job = sick.job(Map.of());
      sick.is(job, "internal", SickInstallation.LONG, "renderSegment", "signal 11", "baked");
      sick.alerts("StageFails");
      cancel(job);
    }
  }

  @Test
  void workersOfAnotherVersion() throws Exception {
    try (ClipServer slow =
        new ClipServer(sick.clips.clips(SickInstallation.CLIPS, 2), Duration.ofSeconds(8))) {
      String job;
      try (JavaProcess worker = sick.rig.startWorker()) {
        job = sick.job(Map.of("clips_urls", slow.urls()));
        Await.until("it downloads", SickInstallation.SOON, () -> slow.sending() > 0);
        worker.kill9();
      }
      try (JavaProcess other = sick.rig.startWorker(OtherVersionWorker.class.getName(), Map.of())) {
        OtherVersionWorker.wake(sick.rig.temporal().address(), job);
        sick.is(job, "workflow-code-fails", SickInstallation.SOON, "non deterministic");
        sick.alerts("NonDeterminism");
        QueriesWithData.appear(sick.prometheus, Set.of(QueriesWithData.OF_FAILED_WORKFLOW_TASKS));
      }
      try (JavaProcess worker = sick.rig.startWorker()) {
        sick.rig.client().awaitStatus(job, "completed", SickInstallation.LONG);
      }
    }
  }

  @Test
  void aKeyThatIsWrong() throws Exception {
    HttpServer server = answers(401, "application/json", "{\"error\":\"invalid api key\"}");
    try (JavaProcess worker = sick.rig.startWorker(Map.of("YOUTUBE_SEARCH_URL", url(server)))) {
      String job = sick.job(Map.of());
      sick.is(
          job, "dependency-unavailable", SickInstallation.LONG, "401", "check YOUTUBE_SEARCH_URL");
      sick.alerts("StageFails");
      cancel(job);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aNameThatDoesNotExist() throws Exception {
    try (JavaProcess worker =
        sick.rig.startWorker(Map.of("VIDEO_DOWNLOADER_URL", "http://downloader.invalid:8080"))) {
      String job = sick.job(Map.of());
      sick.is(job, "circuit-open", SickInstallation.LONG, "downloader.invalid");
      sick.alerts("CircuitOpen");
      cancel(job);
    }
  }

  @Test
  void narrationsThatVanish() throws Exception {
    List<String> jobs = new ArrayList<>();
    for (int more = 0; more < ALARMING; more++) {
      jobs.add(sick.job(Map.of()));
    }
    Await.until(
        "the queue says that workflows wait",
        SickInstallation.SOON,
        () -> waiting(TaskQueues.LIGHT) >= ALARMING);
    try (Stream<Path> files = Files.walk(sick.rig.store().resolve("objects"))) {
      List<Path> objects = files.filter(Files::isRegularFile).toList();
      for (Path object : objects) {
        Files.delete(object);
      }
    }
    try (JavaProcess worker = sick.rig.startWorker()) {
      for (String job : jobs) {
        sick.is(job, "not-found", SickInstallation.LONG, "narration is no longer in the store");
      }
      sick.alerts("JobsFailFast");
    }
  }

  private static long waiting(String queue) throws IOException, InterruptedException {
    for (JsonNode one : sick.get("/v1/queues").path("queues")) {
      if (one.path("name").asText().equals(queue)) {
        return one.path("waiting").asLong();
      }
    }
    throw new AssertionError("no queue " + queue);
  }

  @Test
  void aTemporalThatDoesNotAnswer() throws Exception {
    String job = sick.job(Map.of());
    sick.rig.temporal().freeze();
    try {
      var answer = sick.rig.client().get("/v1/videos/" + job + "/diagnosis");
      assertEquals(503, answer.statusCode(), answer.body());
      sick.alerts("TemporalUnreachable");
    } finally {
      sick.rig.temporal().thaw();
    }
    try (JavaProcess worker = sick.rig.startWorker()) {
      cancel(job);
    }
  }
}
