package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;

import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Cancels a job during download, text recognition and rendering: within ten seconds its programs
 * are gone, its scratch is gone, and it is cancelled.
 */
public final class CancelJob {
  private static final Duration GONE = Duration.ofSeconds(10);

  private final Scenario scenario;

  public CancelJob(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Runs the scenario: three jobs, each cancelled in another stage. */
  public void run(int clips) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    try (ClipServer slow = new ClipServer(clipMaker.clips(clips, 3), Duration.ofSeconds(4));
        ClipServer fast = new ClipServer(clipMaker.clips(clips, 3), Duration.ofMillis(10));
        Rig rig = scenario.rig(Map.of("MAKE_VIDEO_CPU_SLOTS", "1"))) {
      rig.startWorker();
      WorkerEvents events = new WorkerEvents(rig);

      String downloading = create(rig, clipMaker, slow, clips, "cancel-download");
      cancelWhen(rig, downloading, "downloading", () -> slow.total() > 0);

      String validating = create(rig, clipMaker, fast, clips, "cancel-validate");
      cancelWhen(
          rig, validating, "validating", () -> events.started("validateShorts", "cancel-validate"));

      String rendering = create(rig, clipMaker, fast, clips, "cancel-render");
      cancelWhen(rig, rendering, "rendering", () -> events.begun() > 0);
    }
  }

  private String create(
      Rig rig, ClipMaker clipMaker, ClipServer server, int clips, String correlation)
      throws IOException, InterruptedException {
    return rig.client()
        .create(
            clipMaker.narration(clips * 3 - 1),
            Map.of(
                "query", "gradients",
                "subtitles", "none",
                "clips_urls", server.urls(),
                "quality", "standard"),
            correlation);
  }

  private void cancelWhen(Rig rig, String id, String stage, Callable<Boolean> reached)
      throws IOException, InterruptedException {
    Await.until(stage + " has begun", Duration.ofMinutes(3), reached);
    long start = System.nanoTime();
    rig.client().cancel(id);
    Await.until("programs of " + id + " are gone", GONE, () -> rig.programs().isEmpty());
    long programs = System.nanoTime() - start;
    rig.client().awaitStatus(id, "cancelled", GONE);
    Await.until("scratch of " + id + " is gone", GONE, () -> rig.scratch().isEmpty());
    scenario.figure(
        "cancel_" + stage,
        "programs_gone_ms "
            + programs / 1_000_000
            + " cancelled_ms "
            + (System.nanoTime() - start) / 1_000_000);
    equal("status of " + id, "cancelled", rig.client().status(id));
  }
}
