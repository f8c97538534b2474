package dev.makevideo.checks;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds faults, one after the other, in a real installation, and asks why the job is as it is: the
 * diagnosis names the true cause. The table is in docs/diagnosis.md.
 */
@Timeout(1800)
@Order(2)
class DiagnosisE2E {
  /** More than the alert on rejected clips wants. */
  private static final int BROKEN = 25;

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
  void heal() {
    sick.downloads.turn(DownloadService.Mode.WORKS);
  }

  @Test
  void aServiceThatIsDownAndRedisThatIsGone() throws Exception {
    sick.downloads.turn(DownloadService.Mode.ANSWERS_500);
    try (JavaProcess worker = sick.rig.startWorker()) {
      String job = sick.job(Map.of());
      sick.is(job, "circuit-open", SickInstallation.LONG, "video-downloader", "500");
      sick.alerts("CircuitOpen");
      sick.redis.kill();
      Await.until(
          "it says that Redis does not answer",
          SickInstallation.SOON,
          () -> sick.why(job).path("unknown").toString().contains("Redis does not answer"));
      sick.alerts("RedisDown");
      sick.redis.start();
      sick.downloads.turn(DownloadService.Mode.WORKS);
      sick.rig.client().awaitStatus(job, "completed", SickInstallation.LONG);
      sick.is(job, "completed", SickInstallation.SOON, "clips approved");
    }
  }

  @Test
  void aServiceThatAsksForTime() throws Exception {
    sick.downloads.turn(DownloadService.Mode.THROTTLES);
    try (JavaProcess worker = sick.rig.startWorker()) {
      String job = sick.job(Map.of());
      sick.is(job, "throttled", SickInstallation.LONG, "video-downloader", "\"until\"");
      sick.rig.client().cancel(job);
      sick.is(job, "cancelled", SickInstallation.SOON);
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
    try (JavaProcess worker = sick.rig.startWorker(Map.of("YOUTUBE_SEARCH_URL", url))) {
      String job = sick.job(Map.of());
      sick.is(
          job,
          "dependency-unavailable",
          SickInstallation.LONG,
          "fetchShorts",
          "cannot be read",
          "JSON");
      sick.alerts("ServiceAnswersInvalid");
      sick.rig.client().cancel(job);
      sick.is(job, "cancelled", SickInstallation.SOON);
    } finally {
      nonsense.stop(0);
    }
  }

  @Test
  void clipsThatAreCorrupt() throws Exception {
    Path corrupt = Files.createDirectory(folder.resolve("corrupt"));
    for (int clip = 0; clip < BROKEN; clip++) {
      Files.write(corrupt.resolve("broken" + clip + ".mp4"), new byte[100_000 + clip]);
    }
    try (JavaProcess worker = sick.rig.startWorker()) {
      String job = sick.job(Map.of("clips_folder", corrupt.toString()));
      sick.is(job, "too-little-footage", SickInstallation.LONG, BROKEN + " unusable");
      sick.alerts("ClipsRejected");
    }
  }

  @Test
  void aHostWithoutRoom() throws Exception {
    long usable = Files.getFileStore(folder).getUsableSpace();
    Map<String, String> wants = Map.of("MAKE_VIDEO_DISK_LEAST", Long.toString(usable * 2));
    try (JavaProcess worker = sick.rig.startWorker(wants)) {
      String job = sick.job(Map.of());
      sick.is(
          job, "no-room", SickInstallation.SOON, "fetchShorts", "free", "worker-" + worker.pid());
      sick.alerts("RoomLacking");
      sick.rig.client().cancel(job);
      sick.is(job, "cancelled", SickInstallation.SOON);
    }
  }

  @Test
  void aWorkerThatStopsAndOneThatIsKilled() throws Exception {
    try (ClipServer slow =
        new ClipServer(sick.clips.clips(SickInstallation.CLIPS, 2), Duration.ofSeconds(8))) {
      JavaProcess worker = sick.rig.startWorker();
      String job = sick.job(Map.of("clips_urls", slow.urls()));
      Await.until("it downloads", SickInstallation.SOON, () -> slow.sending() > 0);
      worker.pause();
      sick.is(job, "worker-silent", SickInstallation.SOON, "worker-" + worker.pid());
      sick.alerts("TargetDown");
      worker.resume();
      sick.is(job, "at-work", SickInstallation.SOON);
      worker.kill9();
      sick.is(job, "worker-silent", SickInstallation.SOON, "downloadShorts");
      sick.is(job, "no-worker", Duration.ofMinutes(3), "make-video");
      sick.alerts("NoWorker");
      try (JavaProcess next = sick.rig.startWorker()) {
        sick.rig.client().awaitStatus(job, "completed", SickInstallation.LONG);
      }
    }
  }

  @Test
  void aWorkerWithAnotherStore() throws Exception {
    Map<String, String> other =
        Map.of("MAKE_VIDEO_STORE", folder.resolve("other-store").toString());
    try (JavaProcess worker = sick.rig.startWorker(other)) {
      String job = sick.job(Map.of());
      sick.is(job, "host-exhausted", SickInstallation.SOON, "MAKE_VIDEO_STORE");
      sick.alerts("StageFails");
      QueriesWithData.appear(sick.prometheus, QueriesWithData.OF_FAILED_ATTEMPTS);
      sick.rig.client().cancel(job);
      sick.is(job, "cancelled", SickInstallation.SOON);
    }
  }
}
