package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What can happen to a Redis, under running jobs on two workers: each time the jobs go on while it
 * lasts, and afterwards; none fails, and nothing is downloaded twice.
 */
public final class RedisJob {
  private static final int CLIP_SECONDS = 3;
  private static final Duration PROGRESS = Duration.ofSeconds(60);
  private static final Duration JOB = Duration.ofMinutes(8);
  private static final int FULL_KEYS = 2_000;

  private final Scenario scenario;

  public RedisJob(Scenario scenario) {
    this.scenario = scenario;
  }

  /** What happens to Redis. */
  public enum Fault {
    KILLED,
    FROZEN,
    FLUSHED,
    SCRIPTS_FLUSHED,
    CLIENTS_KILLED,
    FULL
  }

  /**
   * Runs the scenario.
   *
   * @param clips of each job, enough that downloads last longer than the faults
   */
  public void run(int jobs, int clips, List<Fault> faults)
      throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    DownloadService downloads =
        new DownloadService(
            clipMaker.clips(clips, CLIP_SECONDS), Duration.ofMillis(900), Duration.ofSeconds(1));
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Services services = new Services(downloads, clips);
        Rig rig = scenario.rig(settings(redis, services))) {
      rig.startWorker();
      rig.startWorker();
      Map<String, String> ids = new HashMap<>();
      for (int i = 0; i < jobs; i++) {
        String query = "job" + i;
        ids.put(query, create(rig, query, clipMaker.narration(clips * CLIP_SECONDS - 1)));
      }
      Await.until("downloads", Duration.ofMinutes(2), () -> downloads.total() >= 2);
      for (Fault fault : faults) {
        that("jobs download until " + fault, downloads.total() < jobs * clips);
        strike(redis, fault);
        progress(downloads, jobs * clips, fault, "goes_on_after_ms");
        heal(redis, fault);
        progress(downloads, jobs * clips, fault, "healed_goes_on_after_ms");
      }
      int failures = 0;
      for (String id : ids.values()) {
        rig.client().awaitStatus(id, "completed", JOB);
        JsonNode job = rig.client().job(id);
        failures += job.path("rejected").asInt();
      }
      scenario.figure("faults", faults.size());
      scenario.figure("jobs", jobs);
      scenario.figure("jobs_completed", ids.size());
      scenario.figure("downloads", downloads.total());
      scenario.figure("downloads_repeated", downloads.repeated());
      scenario.figure("clips_rejected", failures);
      scenario.figure("times_alone", said(rig, "circuit breakers stand alone"));
      scenario.figure("times_shared", said(rig, "circuit breakers are shared"));
      equal("downloads repeated", 0L, downloads.repeated());
      equal("clips rejected", 0, failures);
      that(
          "the downloader was never broken",
          downloads.arrivals().stream().allMatch(call -> call.mode() == Mode.WORKS));
      equal(
          "breakers that are shared again",
          said(rig, "circuit breakers stand alone") + 2,
          said(rig, "circuit breakers are shared"));
    }
  }

  private static Map<String, String> settings(RedisServer redis, Services services) {
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_IO_SLOTS", "1");
    settings.put("MAKE_VIDEO_DOWNLOADS", "1");
    return settings;
  }

  private String create(Rig rig, String query, Path narration)
      throws IOException, InterruptedException {
    return rig.client()
        .create(
            narration,
            Map.of(
                "query", query,
                "subtitles", "none",
                "check_text", "false",
                "quality", "draft"),
            "redis-" + query);
  }

  private static void strike(RedisServer redis, Fault fault) throws IOException {
    switch (fault) {
      case KILLED -> redis.kill();
      case FROZEN -> redis.freeze();
      case FLUSHED -> redis.talk().command("FLUSHALL");
      case SCRIPTS_FLUSHED -> redis.talk().command("SCRIPT FLUSH");
      case CLIENTS_KILLED -> {
        redis.talk().command("CLIENT KILL TYPE normal");
        redis.talk().command("CLIENT KILL TYPE pubsub");
      }
      case FULL -> {
        redis.talk().command("CONFIG SET maxmemory-policy noeviction");
        redis.talk().command("CONFIG SET maxmemory 1mb");
        redis.talk().fill(FULL_KEYS);
      }
    }
  }

  private static void heal(RedisServer redis, Fault fault) throws IOException {
    switch (fault) {
      case KILLED -> redis.start();
      case FROZEN -> redis.thaw();
      case FULL -> {
        redis.talk().command("CONFIG SET maxmemory 0");
        redis.talk().command("FLUSHALL");
      }
      case FLUSHED, SCRIPTS_FLUSHED, CLIENTS_KILLED -> {}
    }
  }

  /** Two more downloads, or all of them. */
  private void progress(DownloadService downloads, int all, Fault fault, String name) {
    int before = downloads.total();
    Duration took =
        Await.until(
            "downloads go on, " + fault,
            PROGRESS,
            () -> downloads.total() >= Math.min(all, before + 2));
    scenario.figure(fault.name().toLowerCase(java.util.Locale.ROOT) + "." + name, took.toMillis());
  }

  private static long said(Rig rig, String event) throws IOException {
    long times = 0;
    for (Path log : rig.logs()) {
      if (log.getFileName().toString().startsWith("worker")) {
        times += Files.readString(log).lines().filter(line -> line.contains(event)).count();
      }
    }
    return times;
  }
}
