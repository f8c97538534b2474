package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;

import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The same job many times at once on several workers: one search, one download for each clip, one
 * transcription, counted at the services.
 */
public final class SameJobs {
  private static final int CLIPS = 5;
  private static final int CLIP_SECONDS = 3;
  private static final Duration PACE = Duration.ofMillis(700);
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration JOB = Duration.ofMinutes(20);

  private final Scenario scenario;

  public SameJobs(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Runs the scenario. */
  public void run(int workers, int jobs) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    Path narration = clipMaker.narration(CLIPS * CLIP_SECONDS - 4);
    DownloadService downloads =
        new DownloadService(clipMaker.clips(CLIPS, CLIP_SECONDS), PACE, Duration.ofSeconds(1));
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Services services = new Services(downloads, CLIPS);
        Rig rig = scenario.rig(settings(redis, services))) {
      List<String> ids = created(rig, jobs, narration);
      for (int worker = 0; worker < workers; worker++) {
        rig.startWorker();
      }
      Await.until("somebody listens", SOON, () -> services.heard() > 0);
      // While one listens, the others would have begun long ago.
      Await.until("all is downloaded", SOON, () -> downloads.total() >= CLIPS);
      services.speak();
      for (String id : ids) {
        rig.client().awaitStatus(id, "completed", JOB, Duration.ofMillis(500));
      }
      scenario.figure("workers", workers);
      scenario.figure("jobs", jobs);
      scenario.figure("searches", services.searches());
      scenario.figure("downloads", downloads.total());
      scenario.figure("transcriptions", services.heard());
      equal("searches", 1, services.searches());
      equal("downloads", CLIPS, downloads.total());
      equal("downloads repeated", 0L, downloads.repeated());
      equal("transcriptions", 1, services.heard());
      equal("scratch files left", List.of(), rig.scratch());
    }
  }

  private static Map<String, String> settings(RedisServer redis, Services services) {
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    return settings;
  }

  /** All at once, before anybody works. */
  private List<String> created(Rig rig, int jobs, Path narration)
      throws IOException, InterruptedException {
    Map<String, String> fields =
        Map.of("query", "rivers", "check_text", "false", "quality", scenario.quality());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> created = new ArrayList<>();
      for (int job = 0; job < jobs; job++) {
        String correlation = "same-" + job;
        created.add(threads.submit(() -> rig.client().create(narration, fields, correlation)));
      }
      List<String> ids = new ArrayList<>();
      for (Future<String> one : created) {
        ids.add(one.get(SOON.toSeconds(), TimeUnit.SECONDS));
      }
      return ids;
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("a job could not be created", e);
    } finally {
      threads.shutdownNow();
    }
  }
}
