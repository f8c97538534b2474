package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * All data on a disk of 700 MB that runs full. Below the warning health is degraded; below the
 * least new jobs are refused and those that run end; nearer to the reserve their downloads wait,
 * and with nothing left everything does. With room again all goes on by itself.
 */
public final class FullDisk {
  private static final long MB = 1_000_000;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int CLIPS = 23;

  private final Scenario scenario;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  public FullDisk(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param held how long each shortage lasts
   */
  public void run(Duration held) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    int metrics = Ports.free();
    try (SmallDisk disk = new SmallDisk(scenario.folder().resolveSibling("small-disk"), 700 * MB);
        Rig rig =
            scenario.rig(
                Map.of(
                    "MAKE_VIDEO_HOME", disk.folder().resolve("home").toString(),
                    "MAKE_VIDEO_DISK_WARN", "300MB",
                    "MAKE_VIDEO_DISK_LEAST", "200MB",
                    "MAKE_VIDEO_DOWNLOADS", "1",
                    "MAKE_VIDEO_WORKER_PORT", Integer.toString(metrics)))) {
      rig.startWorker();
      try (Room room = new Room(rig, disk, clipMaker, metrics)) {
        room.runningJobsEnd();
      }
      try (Room room = new Room(rig, disk, clipMaker, metrics)) {
        room.downloadsWait(held);
      }
      try (Room room = new Room(rig, disk, clipMaker, metrics)) {
        room.everythingWaits(held);
      }
    }
  }

  /** With clips from addresses of its own, so that they are not there already. */
  private final class Room implements AutoCloseable {
    private final Rig rig;
    private final SmallDisk disk;
    private final ClipServer clips;
    private final ClipMaker clipMaker;
    private final int metrics;

    Room(Rig rig, SmallDisk disk, ClipMaker clipMaker, int metrics)
        throws IOException, InterruptedException {
      this.rig = rig;
      this.disk = disk;
      this.clips = new ClipServer(clipMaker.clips(CLIPS, 3), Duration.ofSeconds(2));
      this.clipMaker = clipMaker;
      this.metrics = metrics;
    }

    private String create(String name) throws IOException, InterruptedException {
      return rig.client()
          .create(
              clipMaker.narration(CLIPS * 3 - 1),
              Map.of(
                  "query",
                  "gradients",
                  "subtitles",
                  "none",
                  "clips_urls",
                  clips.urls(),
                  "quality",
                  scenario.quality()),
              name);
    }

    private void awaitHealth(String status, int code) {
      Await.until(
          "health is " + status,
          SOON,
          () -> {
            HttpResponse<String> answer = rig.client().get("/health");
            return answer.statusCode() == code
                && health(answer).path("status").asText().equals(status);
          });
    }

    private JsonNode health(HttpResponse<String> answer) throws IOException {
      return json.readTree(answer.body());
    }

    private String detail(String check) throws IOException, InterruptedException {
      return health(rig.client().get("/health"))
          .path("checks")
          .path(check)
          .path("details")
          .asText();
    }

    private boolean waits(String queue) throws IOException, InterruptedException {
      String text =
          http.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metrics + "/metrics"))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return text.contains("admission_waiting{lack=\"disk\",queue=\"" + queue + "\"} 1.0");
    }

    void runningJobsEnd() throws IOException, InterruptedException {
      // Without Redis health is degraded from the start, so that only disk_space is looked at.
      int before = clips.total();
      String job = create("runs-on");
      Await.until("the download has begun", LONG, () -> clips.total() > before);
      disk.leave(250 * MB);
      Await.until("low", SOON, () -> detail("disk_space").contains("less than 300 MB"));
      equal("readiness when low", 200, rig.client().get("/readyz").statusCode());
      disk.leave(195 * MB);
      awaitHealth("unhealthy", 503);
      scenario.figure("critical", detail("disk_space"));
      refused();
      rig.client().awaitStatus(job, "completed", LONG);
      scenario.figure("running_job_ended_with_free_mb", disk.free() / MB);
      disk.release();
      awaitHealth("degraded", 200);
    }

    private void refused() throws InterruptedException {
      try {
        String id = create("refused");
        throw new AssertionError("job " + id + " was taken without room");
      } catch (IOException e) {
        String answer = String.valueOf(e.getMessage());
        that("refused with 507: " + answer, answer.startsWith("HTTP 507"));
        scenario.figure("refusal", answer);
      }
    }

    void downloadsWait(Duration held) throws IOException, InterruptedException {
      int before = clips.total();
      String job = create("waits");
      Await.until("the download has begun", LONG, () -> clips.total() > before);
      disk.leave(130 * MB);
      Await.until("downloads wait for room", LONG, () -> waits("make-video-io"));
      that("rendering does not wait", !waits("make-video-cpu"));
      Await.until("health says so", SOON, () -> detail("disk_space").contains("less than 200 MB"));
      int asked = stays(job, held);
      disk.release();
      rig.client().awaitStatus(job, "completed", LONG);
      scenario.figure("downloads_after_room", clips.total() - asked);
      that("it went on where it was", clips.total() > asked);
    }

    /** The job neither ends nor asks for clips while it waits. */
    private int stays(String job, Duration held) throws IOException, InterruptedException {
      Await.until("clips under way are there", LONG, () -> clips.sending() == 0);
      int asked = clips.total();
      long end = System.nanoTime() + held.toNanos();
      Await.until("the shortage lasts", held.plus(SOON), () -> System.nanoTime() > end);
      equal("downloads while there is no room", asked, clips.total());
      equal("the job meanwhile", "running", rig.client().status(job));
      return asked;
    }

    void everythingWaits(Duration held) throws IOException, InterruptedException {
      int before = clips.total();
      String job = create("full");
      Await.until("the download has begun", LONG, () -> clips.total() > before);
      disk.leave(0);
      Await.until(
          "everything waits", LONG, () -> waits("make-video-io") && waits("make-video-cpu"));
      stays(job, held);
      long start = System.nanoTime();
      disk.release();
      rig.client().awaitStatus(job, "completed", LONG);
      scenario.figure("full_disk_completed_after_s", (System.nanoTime() - start) / 1_000_000_000);
      rig.client().awaitStatus(create("after"), "completed", LONG);
    }

    @Override
    public void close() {
      clips.close();
    }
  }
}
