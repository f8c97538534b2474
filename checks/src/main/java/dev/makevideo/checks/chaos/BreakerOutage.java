package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.JsonNode;
import dev.makevideo.checks.rig.DownloadService;
import dev.makevideo.checks.rig.DownloadService.Arrival;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.checks.rig.Services;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.workflows.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The video-downloader breaks under two jobs on two workers, and comes back: no call more than the
 * breaker allows, or than the service asked for, all other stages go on, and both jobs complete by
 * themselves.
 */
public final class BreakerOutage {
  private static final String SERVICE = "video-downloader";
  private static final Duration LATEST_CALL = Duration.ofMillis(100);
  private static final int TRIALS = 3;
  private static final int CLIP_SECONDS = 5;
  private static final int FOUND = 60;

  /** Fewer than one job needs. */
  private static final int GOOD_CALLS = 3;

  private static final Duration JOB = Duration.ofMinutes(8);
  private static final List<String> QUERIES = List.of("rivers", "clouds");

  private final Scenario scenario;

  public BreakerOutage(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * How the outage goes.
   *
   * @param lasts how long the service is broken
   * @param openSeconds how long a breaker stays open; 0: as in production
   * @param patience what the service asks for when it throttles
   */
  public record Form(Duration lasts, int openSeconds, Duration patience) {}

  /** Breaks the service in each of these ways, one after the other, on one installation. */
  public void run(Form form, int clips, List<Mode> modes) throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    Path narration = clipMaker.narration(clips * CLIP_SECONDS - 2);
    for (Mode mode : modes) {
      Path folder = scenario.folder().resolve(mode.name());
      DownloadService downloads =
          new DownloadService(
              clipMaker.clips(clips + 2, CLIP_SECONDS), Duration.ofMillis(300), form.patience());
      try (RedisServer redis = new RedisServer(folder.resolve("redis"));
          Services services = new Services(downloads, FOUND);
          Rig rig = new Rig(folder, scenario.programs(), settings(redis, services, form))) {
        BreakerWatch watch = new BreakerWatch(redis, SERVICE);
        rig.startWorker();
        rig.startWorker();
        outage(rig, new Outage(mode, form, downloads, services, watch), narration);
      }
    }
  }

  private record Outage(
      Mode mode, Form form, DownloadService downloads, Services services, BreakerWatch watch) {
    boolean throttles() {
      return mode == Mode.THROTTLES;
    }
  }

  private static Map<String, String> settings(RedisServer redis, Services services, Form form) {
    Map<String, String> settings = new HashMap<>(services.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_IO_SLOTS", "1"); // so that each worker has one of the two jobs
    if (form.openSeconds() > 0) {
      settings.put("MAKE_VIDEO_BREAKER_OPEN_SECONDS", Integer.toString(form.openSeconds()));
    }
    return settings;
  }

  private void outage(Rig rig, Outage outage, Path narration)
      throws IOException, InterruptedException {
    DownloadService downloads = outage.downloads();
    downloads.turn(outage.mode(), GOOD_CALLS);
    Map<String, String> jobs = new HashMap<>();
    for (String query : QUERIES) {
      jobs.put(query, create(rig, query, narration));
    }
    Await.until("the outage begins", Duration.ofMinutes(2), () -> downloads.total() > GOOD_CALLS);
    Instant broken = Instant.now();
    String anyJob = jobs.values().iterator().next();
    Duration seen =
        Await.until(
            "both jobs wait visibly",
            Duration.ofMinutes(2),
            () -> jobs.values().stream().allMatch(job -> waits(rig, job)));
    figure(outage, "waiting_seen_after_ms", seen.toMillis());
    figure(
        outage,
        "status_says",
        rig.client().stage(anyJob, Stage.DOWNLOADING_SHORTS.label()).path("note"));
    outage.services().speak();
    Await.until(
        "transcription and subtitles go on meanwhile",
        Duration.ofSeconds(60),
        () -> jobs.values().stream().allMatch(job -> subtitled(rig, job)));
    health(rig, outage);
    pauseUntil(broken.plus(outage.form().lasts()));
    downloads.turn(Mode.WORKS);
    Instant back = Instant.now();
    for (String job : jobs.values()) {
      rig.client().awaitStatus(job, "completed", JOB);
    }
    report(rig, outage, broken, back);
  }

  private String create(Rig rig, String query, Path narration)
      throws IOException, InterruptedException {
    return rig.client()
        .create(
            narration,
            Map.of(
                "query",
                query,
                "max_shorts",
                Integer.toString(FOUND),
                "check_text",
                "false",
                "quality",
                "draft"),
            "outage-" + query);
  }

  private static boolean waits(Rig rig, String job) {
    JsonNode stage = stage(rig, job, Stage.DOWNLOADING_SHORTS.label());
    return stage.path("state").asText().equals("waiting")
        && stage.path("note").asText().startsWith("waiting for " + SERVICE + ", retry at ");
  }

  private static boolean subtitled(Rig rig, String job) {
    return stage(rig, job, Stage.GENERATING_SUBTITLES.label())
        .path("state")
        .asText()
        .equals("completed");
  }

  private static JsonNode stage(Rig rig, String job, String name) {
    try {
      return rig.client().stage(job, name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The API's own view: what is waited for is unhealthy, and says until when. */
  private void health(Rig rig, Outage outage) {
    Await.until(
        "/health shows the outage",
        Duration.ofSeconds(10),
        () -> {
          String health = rig.client().get("/health").body();
          boolean shown = health.contains(outage.throttles() ? "asked for patience" : "circuit ");
          if (shown) {
            figure(
                outage,
                "health_says",
                health.replaceAll(".*(\"video_downloader\":\\{[^}]*}).*", "$1"));
          }
          return shown;
        });
  }

  private static void pauseUntil(Instant end) {
    while (Instant.now().isBefore(end)) {
      LockSupport.parkUntil(end.toEpochMilli());
    }
  }

  private void report(Rig rig, Outage outage, Instant broken, Instant back) throws IOException {
    List<Arrival> arrivals = outage.downloads().arrivals();
    List<Arrival> refused = arrivals.stream().filter(a -> a.mode() == outage.mode()).toList();
    Instant first =
        arrivals.stream()
            .filter(a -> a.mode() == Mode.WORKS && a.at().isAfter(back))
            .map(Arrival::at)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no call after the outage"));
    figure(outage, "outage_ms", Duration.between(broken, back).toMillis());
    figure(outage, "calls", arrivals.size());
    figure(outage, "calls_in_outage", refused.size());
    figure(outage, "first_call_after_outage_ms", Duration.between(back, first).toMillis());
    figure(outage, "jobs_completed", QUERIES.size());
    figure(outage, "transcriptions_meanwhile", outage.services().transcriptions());
    if (outage.throttles()) {
      throttled(outage, refused);
    } else {
      opened(rig, outage, arrivals);
    }
  }

  private void opened(Rig rig, Outage outage, List<Arrival> arrivals) throws IOException {
    BreakerWatch watch = outage.watch();
    long trials = watch.mostTrials(arrivals, LATEST_CALL);
    figure(outage, "closed_left", watch.left("closed"));
    figure(outage, "times_open", watch.entered("open"));
    figure(outage, "times_half_open", watch.entered("half_open"));
    figure(outage, "latest_call_after_open_ms", watch.latest(arrivals).toNanos() / 1e6);
    figure(outage, "most_calls_while_half_open", trials);
    equal("times CLOSED was left", 1L, watch.left("closed"));
    that("the breaker is closed at the end", !watch.isOpen());
    that("there were trials", trials > 0);
    atMost("calls while half-open", TRIALS, trials);
    atMost(
        "ms from OPEN to the last call", LATEST_CALL.toMillis(), watch.latest(arrivals).toMillis());
    for (Path log : rig.logs()) {
      if (log.getFileName().toString().startsWith("worker")) {
        that(
            log.getFileName() + " knows of the open breaker",
            Files.readString(log).contains("\"to_state\":\"open\""));
      }
    }
  }

  /**
   * A call is allowed that is under way when the first refusal becomes known, and then one each
   * time that is named.
   */
  private void throttled(Outage outage, List<Arrival> refused) {
    Instant start = refused.get(0).at();
    int allowed = 0;
    Instant told = start;
    for (Arrival call : refused) {
      boolean underWay = call.at().isBefore(start.plus(LATEST_CALL));
      if (underWay || !call.at().isBefore(told)) {
        allowed++;
      }
      told = call.told().isAfter(told) ? call.told() : told;
    }
    figure(
        outage,
        "calls_at_ms",
        refused.stream().map(call -> Duration.between(start, call.at()).toMillis()).toList());
    figure(outage, "calls_allowed", allowed);
    figure(outage, "calls_too_early", refused.size() - allowed);
    figure(outage, "calls_to_allowed", refused.size() / (double) allowed);
    equal("CLOSED was left for a service that throttles", 0L, outage.watch().left("closed"));
    that(
        "calls are " + refused.size() + ", allowed " + allowed + ": at most 1.1 times",
        refused.size() <= 1.1 * allowed);
  }

  private void figure(Outage outage, String name, Object value) {
    scenario.figure(outage.mode().name().toLowerCase(java.util.Locale.ROOT) + "." + name, value);
  }
}
