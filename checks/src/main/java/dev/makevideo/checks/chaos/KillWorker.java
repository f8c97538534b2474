package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Kills the worker with -9 in the first second, after most of the downloads, and while segments are
 * rendered; each time another one is started and the job must go on with at most the items in
 * flight done again.
 */
public final class KillWorker {
  private static final int CLIP_SECONDS = 3;
  private static final int DOWNLOADS_AT_ONCE = 3;
  private static final int CPU_SLOTS = 2;
  private static final int MOST_REPEATED = 4;
  private static final Duration LONGEST_GAP = Duration.ofSeconds(60);

  /**
   * Heartbeat timeout and first retry; what a worker needs to start on this machine comes over it.
   */
  private static final Duration MEDIAN_GAP = Duration.ofSeconds(25);

  private static final Duration JOB = Duration.ofMinutes(25);

  private final Scenario scenario;
  private final List<Duration> gaps = new ArrayList<>();
  private Duration start = Duration.ZERO;

  public KillWorker(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param clips how many clips the narration needs; killed after 90 % of the downloads
   * @param killsWhileRendering how often the worker is killed while it renders
   */
  public void run(int clips, int killsWhileRendering) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    Map<String, String> settings =
        Map.of(
            "MAKE_VIDEO_DOWNLOADS", Integer.toString(DOWNLOADS_AT_ONCE),
            "MAKE_VIDEO_CPU_SLOTS", Integer.toString(CPU_SLOTS));
    try (ClipServer server =
            new ClipServer(clipMaker.clips(clips, CLIP_SECONDS), Duration.ofMillis(400));
        Rig rig = scenario.rig(settings)) {
      WorkerEvents events = new WorkerEvents(rig);
      long starting = System.nanoTime();
      JavaProcess worker = rig.startWorker();
      String id =
          rig.client()
              .create(
                  clipMaker.narration(clips * CLIP_SECONDS - 1),
                  Map.of(
                      "query", "gradients",
                      "subtitles", "none",
                      "max_shorts", Integer.toString(clips),
                      "clips_urls", server.urls(),
                      "quality", scenario.quality()),
                  "kill-worker");

      Await.until("the worker took the job", Duration.ofSeconds(60), () -> started(rig, id));
      start = Duration.ofNanos(System.nanoTime() - starting);
      worker = killAndReplace(rig, worker, "first second", () -> server.total() > 0);
      equal("downloads before the first kill that were repeated", 0, server.repeated());

      int killAt = clips * 9 / 10;
      Await.until(killAt + " downloads", Duration.ofMinutes(5), () -> server.total() >= killAt);
      int before = server.total();
      worker =
          killAndReplace(rig, worker, "downloading at " + before, () -> server.total() > before);
      Await.until(
          "all downloads",
          Duration.ofMinutes(5),
          () -> done(rig.client().stage(id, Stage.DOWNLOADING_SHORTS.label())));
      scenario.figure("download_slots", DOWNLOADS_AT_ONCE);
      scenario.figure("downloads", server.total());
      scenario.figure("downloads_repeated", server.repeated());
      atMost("downloads repeated", Math.min(DOWNLOADS_AT_ONCE, MOST_REPEATED), server.repeated());

      for (int kill = 1; kill <= killsWhileRendering; kill++) {
        int encodesWanted = clips * kill / (killsWhileRendering + 2) + 1;
        Await.until(
            encodesWanted + " segments begun",
            Duration.ofMinutes(15),
            () -> events.begun() >= encodesWanted);
        int begun = events.begun();
        worker = killAndReplace(rig, worker, "rendering at " + begun, () -> events.begun() > begun);
      }
      rig.client().awaitStatus(id, "completed", JOB);
      JsonNode job = rig.client().job(id);
      scenario.figure("segments", job.path("result").path("segments"));
      scenario.figure("encodes_begun", events.begun());
      scenario.figure("encodes_repeated", events.repeated());
      atMost("segments encoded again", CPU_SLOTS * killsWhileRendering, events.repeated());
      equal("scratch files left", List.of(), rig.scratch());
      reportGaps();
    }
  }

  private JavaProcess killAndReplace(
      Rig rig, JavaProcess worker, String when, Callable<Boolean> progress) throws IOException {
    worker.kill9();
    Duration orphans =
        Await.until(
            "no program of the dead worker is alive",
            Duration.ofSeconds(5),
            () -> rig.programs().isEmpty());
    JavaProcess next = rig.startWorker();
    Duration gap =
        Await.until("progress after the kill (" + when + ")", LONGEST_GAP.plus(start), progress);
    gaps.add(gap);
    scenario.figure(
        "kill",
        '"'
            + when
            + "\" programs_gone_ms "
            + orphans.toMillis()
            + " progress_after_ms "
            + gap.toMillis());
    return next;
  }

  private void reportGaps() {
    Collections.sort(gaps);
    Duration median = gaps.get(gaps.size() / 2);
    scenario.figure("kills", gaps.size());
    scenario.figure("worker_start_ms", start.toMillis());
    scenario.figure("kill_to_progress_median_ms", median.toMillis());
    scenario.figure("kill_to_progress_max_ms", gaps.get(gaps.size() - 1).toMillis());
    atMost(
        "ms from kill to progress, median", MEDIAN_GAP.plus(start).toMillis(), median.toMillis());
  }

  private static boolean started(Rig rig, String id) throws IOException, InterruptedException {
    return !rig.client().status(id).equals("queued");
  }

  private static boolean done(JsonNode stage) {
    return stage.path("state").asText().equals("completed");
  }
}
