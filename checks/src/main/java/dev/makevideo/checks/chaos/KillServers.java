package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;

import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the Temporal server with -9 in the middle of a job and starts it again on the same file;
 * kills the API; stops the worker and asks for the status. The job must complete, and an outage of
 * the server never counts as a cancel.
 */
public final class KillServers {
  private static final Duration JOB = Duration.ofMinutes(15);

  private final Scenario scenario;

  public KillServers(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param outage how long the Temporal server stays away
   */
  public void run(int clips, Duration outage) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    try (ClipServer server = new ClipServer(clipMaker.clips(clips, 3), Duration.ofSeconds(3));
        Rig rig = scenario.rig(Map.of())) {
      JavaProcess worker = rig.startWorker();
      String id =
          rig.client()
              .create(
                  clipMaker.narration(clips * 3 - 1),
                  Map.of(
                      "query",
                      "gradients",
                      "subtitles",
                      "none",
                      "clips_urls",
                      server.urls(),
                      "quality",
                      scenario.quality()),
                  "kill-servers");
      Await.until("a clip on its way", Duration.ofMinutes(2), () -> server.sending() > 0);
      worker.kill9();
      // Only now: on a busy host an API takes longer to start than all downloads.
      rig.restartApi();
      equal("status after the API was killed", "running", rig.client().status(id));
      readStatusWithoutWorker(rig, id);

      int atKill = server.total();
      rig.startWorker();
      Await.until(
          "progress of the new worker", Duration.ofMinutes(3), () -> server.total() > atKill);
      rig.temporal().kill9();
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(outage.toSeconds()));
      rig.temporal().start();
      int before = server.total();
      Duration gap =
          Await.until(
              "progress after Temporal is back",
              Duration.ofSeconds(60),
              () -> server.total() > before || server.total() >= clips);
      scenario.figure("temporal_outage_s", outage.toSeconds());
      scenario.figure("progress_after_temporal_ms", gap.toMillis());
      rig.client().awaitStatus(id, "completed", JOB);
      scenario.figure("downloads_repeated", server.repeated());
    }
  }

  private void readStatusWithoutWorker(Rig rig, String id) {
    Await.until(
        "the status without a worker tells stages, attempts and the last failure",
        Duration.ofSeconds(60),
        () -> {
          var job = rig.client().job(id);
          boolean told =
              job.path("status").asText().equals("running")
                  && job.path("stages").size() == Stage.values().length
                  && job.path("stages").findValues("attempts").stream()
                      .anyMatch(attempts -> attempts.asInt() > 1)
                  && job.path("stages").findValuesAsText("last_failure").stream()
                      .anyMatch(failure -> failure.contains("timeout"));
          if (told) {
            scenario.figure("status_without_worker", job.path("stages"));
          }
          return told;
        });
  }
}
