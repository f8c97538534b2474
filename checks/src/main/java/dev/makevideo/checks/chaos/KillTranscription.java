package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.standalone.demo.DemoNarration;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kills the worker with -9 while the embedded recognizer works on a long narration: at most the
 * window in flight is done again. Then many jobs with one narration on two workers: no window is
 * recognized twice. The footage comes so late that nothing else uses the processors.
 */
public final class KillTranscription {
  private static final Duration NEVER = Duration.ofMinutes(2);
  private static final Duration STAGE = Duration.ofMinutes(20);
  private static final Duration GAP = Duration.ofSeconds(90);

  private final Scenario scenario;

  public KillTranscription(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Kills one worker after another.
   *
   * @param seconds length of the narration
   * @param kills how often
   */
  public void killed(int seconds, int kills) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    try (ClipServer server = new ClipServer(clipMaker.clips(3, 3), NEVER);
        Rig rig = rig(Map.of())) {
      WorkerEvents events = new WorkerEvents(rig);
      JavaProcess worker = rig.startWorker();
      String id = create(rig, speech(seconds), server, "killed");
      int windows = 0;
      for (int kill = 1; kill <= kills; kill++) {
        int wanted = windows + 2;
        Await.until(wanted + " windows begun", STAGE, () -> begun(events) >= wanted);
        windows = begun(events);
        int before = windows;
        worker.kill9();
        worker = rig.startWorker();
        Duration gap = Await.until("a window after the kill", GAP, () -> begun(events) > before);
        scenario.figure("kill_to_window_ms", gap.toMillis());
      }
      Await.until("the narration is transcribed", STAGE, () -> transcribed(rig, id));
      int all = rig.client().stage(id, Stage.TRANSCRIBING.label()).path("total").asInt();
      Map<String, Integer> counts = events.windows();
      int again = counts.values().stream().mapToInt(count -> count - 1).sum();
      scenario.figure("narration_s", seconds);
      scenario.figure("kills", kills);
      scenario.figure("windows", counts.size());
      scenario.figure("windows_again", again);
      that("windows are counted: " + counts, counts.size() > kills && all > 0);
      atMost("windows again", kills, again);
      rig.client().cancel(id);
      rig.client().awaitStatus(id, "cancelled", Duration.ofSeconds(60));
    }
  }

  /** Two workers, and this many jobs with the same narration. */
  public void shared(int seconds, int jobs) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    try (ClipServer server = new ClipServer(clipMaker.clips(3, 3), NEVER);
        RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Rig rig = rig(Map.of("REDIS_URL", redis.url()))) {
      WorkerEvents events = new WorkerEvents(rig);
      rig.startWorker();
      rig.startWorker();
      Path speech = speech(seconds);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        ids.add(create(rig, speech, server, "shared-" + i));
      }
      for (String id : ids) {
        Await.until(id + " is transcribed", STAGE, () -> transcribed(rig, id));
      }
      Map<String, Integer> counts = events.windows();
      scenario.figure("jobs", jobs);
      scenario.figure("windows", counts.size());
      scenario.figure("recognitions", counts.values().stream().mapToInt(i -> i).sum());
      that("windows are counted: " + counts, !counts.isEmpty());
      for (Map.Entry<String, Integer> window : counts.entrySet()) {
        equal("recognitions of window " + window.getKey(), 1, window.getValue());
      }
      for (String id : ids) {
        rig.client().cancel(id);
      }
      for (String id : ids) {
        rig.client().awaitStatus(id, "cancelled", Duration.ofSeconds(60));
      }
      equal("scratch files left", List.of(), rig.scratch());
    }
  }

  private Rig rig(Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> settings = new HashMap<>(more);
    Path model = Programs.speechModel(scenario.out()::println).folder();
    settings.put("MAKE_VIDEO_SPEECH_MODEL", model.toString());
    return scenario.rig(settings);
  }

  private Path speech(int seconds) throws IOException, InterruptedException {
    Path spoken = DemoNarration.in(scenario.folder().resolve("narration")).audio();
    return scenario.clipMaker().spoken(spoken, seconds);
  }

  private String create(Rig rig, Path speech, ClipServer server, String correlation)
      throws IOException, InterruptedException {
    return rig.client()
        .create(
            speech,
            Map.of(
                "query", "gradients " + correlation,
                "clips_urls", server.urls(),
                "quality", scenario.quality()),
            correlation);
  }

  private static int begun(WorkerEvents events) throws IOException {
    return events.windows().values().stream().mapToInt(Integer::intValue).sum();
  }

  private static boolean transcribed(Rig rig, String id) throws IOException, InterruptedException {
    JsonNode stage = rig.client().stage(id, Stage.TRANSCRIBING.label());
    return stage.path("state").asText().equals("completed");
  }
}
