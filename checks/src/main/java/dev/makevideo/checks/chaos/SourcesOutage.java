package dev.makevideo.checks.chaos;

import static dev.makevideo.checks.rig.Expect.atMost;
import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.checks.rig.Sources;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.ClipMaker;
import dev.makevideo.testkit.RedisServer;
import dev.makevideo.testkit.SourceCalls.Call;
import dev.makevideo.testkit.SourceCalls.Kind;
import dev.makevideo.testkit.SourceCalls.Trouble;
import dev.makevideo.testkit.SourceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Two jobs with a phrase each, on two workers, while the sources fail in turn and one worker is
 * killed with -9 in the middle of its downloads: both complete, what was had is not fetched again,
 * and all that the sources ask of their callers is kept. Counted at the sources.
 */
public final class SourcesOutage {
  private static final int CLIP_SECONDS = 3;
  private static final int COMMONS_MEDIA = 2;

  /** More than Commons allows for all together. */
  private static final int DOWNLOADS = 3;

  /** Until a wait that one worker was told is known to the other, and what was on its way came. */
  private static final Duration NEWS = Duration.ofMillis(500);

  private static final Duration JOB = Duration.ofMinutes(20);
  private static final List<String> WORDS = List.of("rivers", "clouds");

  private final Scenario scenario;

  public SourcesOutage(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs both jobs.
   *
   * @param each how many clips each source has for each job: two sources have enough, and one has
   *     not
   * @param lasts how long each source fails in each way; there are twelve of these
   * @param media how long a download takes
   */
  public void run(int each, Duration lasts, Duration media)
      throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    List<Path> clips = clipMaker.clips(each * 3, CLIP_SECONDS);
    Path narration = clipMaker.narration(4 * each + 4);
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Sources sources = new Sources();
        Rig rig = scenario.rig(settings(redis, sources))) {
      sources.pace(Duration.ofMillis(200), media);
      for (String word : WORDS) {
        sources.offer(word, clips, each);
      }
      JavaProcess worker = rig.startWorker();
      rig.startWorker();
      List<String> jobs =
          List.of(
              create(rig, WORDS.get(0), "commons,pexels,pixabay", narration),
              create(rig, WORDS.get(1), "pixabay,commons,pexels", narration));
      // The first job has Commons' clips first, and Commons fails as the last of the three.
      Await.until(
          "a search of Commons",
          Duration.ofMinutes(2),
          () -> !sources.commons().searches().isEmpty());
      List<SourceServer> turns = new ArrayList<>(sources.all());
      Collections.reverse(turns);
      try (TroublesInTurn troubles = new TroublesInTurn(turns, lasts)) {
        kill(rig, sources, troubles, worker);
        for (String job : jobs) {
          rig.client().awaitStatus(job, "completed", JOB, Duration.ofMillis(500));
        }
        scenario.figure("jobs_completed_after_ms", troubles.since().toMillis());
        scenario.figure("troubles_begun", troubles.begun());
      }
      report(sources);
      equal("scratch files left", List.of(), rig.scratch());
    }
  }

  private static Map<String, String> settings(RedisServer redis, Sources sources) {
    Map<String, String> settings = new HashMap<>(sources.settings());
    settings.put("REDIS_URL", redis.url());
    settings.put("MAKE_VIDEO_IO_SLOTS", "1"); // so that each worker has one of the two jobs
    settings.put("MAKE_VIDEO_DOWNLOADS", Integer.toString(DOWNLOADS));
    return settings;
  }

  private String create(Rig rig, String word, String order, Path narration)
      throws IOException, InterruptedException {
    return rig.client()
        .create(
            narration,
            Map.of(
                "query",
                word,
                "sources",
                order,
                "subtitles",
                "none",
                "check_text",
                "false",
                "max_shorts",
                "200",
                "quality",
                "draft"),
            "sources-" + word);
  }

  /** While Commons is well: what it counts as in progress is then what callers think. */
  private void kill(Rig rig, Sources sources, TroublesInTurn troubles, JavaProcess worker)
      throws IOException {
    Await.until(
        "downloads to kill a worker in",
        Duration.ofMinutes(3),
        () ->
            troubles.failing() != sources.commons()
                && sources.total(Kind.MEDIA) > DOWNLOADS
                && sources.running(Kind.MEDIA) > DOWNLOADS);
    int before = sources.total(Kind.MEDIA);
    scenario.figure("in_flight_at_the_kill", sources.running(Kind.MEDIA));
    worker.kill9();
    rig.startWorker();
    Duration gap =
        Await.until(
            "a download after the kill",
            Duration.ofMinutes(2),
            () -> sources.total(Kind.MEDIA) > before);
    scenario.figure("kill_to_download_ms", gap.toMillis());
  }

  private void report(Sources sources) {
    long again = 0;
    for (SourceServer source : sources.all()) {
      String name = source.getClass().getSimpleName();
      for (Kind kind : Kind.values()) {
        List<Call> calls = source.calls().of(kind);
        Map<Trouble, Long> met =
            calls.stream().collect(Collectors.groupingBy(Call::trouble, Collectors.counting()));
        scenario.figure(name + "." + kind + ".calls", met);
        scenario.figure(name + "." + kind + ".most_at_once", source.calls().mostAtOnce(kind));
        equal(name + ": calls of " + kind + " before their time", List.of(), early(calls));
      }
      equal(name + ": searches made again", 0L, repeated(source, Kind.SEARCH));
      again += repeated(source, Kind.MEDIA);
    }
    scenario.figure("downloads", sources.total(Kind.MEDIA));
    scenario.figure("downloads_again", again);
    atMost("downloads made again", DOWNLOADS, again);
    equal("searches at once at Commons", 1, sources.commons().mostAtOnce());
    atMost(
        "downloads at once from Commons", COMMONS_MEDIA, sources.commons().mostDownloadsAtOnce());
    that("Commons' clips were used", sources.commons().mostDownloadsAtOnce() > 0);
    that(
        "sources were called while they failed",
        sources.all().stream()
            .flatMap(source -> source.calls().of(Kind.MEDIA).stream())
            .anyMatch(call -> call.trouble() != Trouble.NONE));
  }

  /** How many good answers there were to what had had one. */
  private static long repeated(SourceServer source, Kind kind) {
    List<String> good =
        source.calls().of(kind).stream()
            .filter(call -> call.trouble() == Trouble.NONE)
            .map(Call::what)
            .toList();
    return good.size() - good.stream().distinct().count();
  }

  /** Calls at a time for which a caller had been asked to wait. */
  private static List<Call> early(List<Call> calls) {
    return calls.stream()
        .filter(
            call ->
                calls.stream()
                    .anyMatch(
                        told ->
                            call.at().isAfter(told.at().plus(NEWS))
                                && call.at().isBefore(told.told())))
        .toList();
  }

  /** Kills the only worker while it searches; the next one asks once more, and nothing else. */
  public void killedInASearch() throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    int each = 6;
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"));
        Sources sources = new Sources();
        Rig rig = scenario.rig(settings(redis, sources))) {
      sources.pace(Duration.ofSeconds(3), Duration.ZERO);
      sources.offer("rivers", clipMaker.clips(each * 3, CLIP_SECONDS), each);
      JavaProcess worker = rig.startWorker();
      String job = create(rig, "rivers", "commons", clipMaker.narration(CLIP_SECONDS * each - 4));
      Await.until("a search", Duration.ofMinutes(2), () -> sources.running(Kind.SEARCH) == 1);
      worker.kill9();
      rig.startWorker();
      Duration took = rig.client().awaitStatus(job, "completed", JOB, Duration.ofMillis(500));
      scenario.figure("kill_to_completed_ms", took.toMillis());
      scenario.figure("searches", sources.total(Kind.SEARCH));
      equal("searches", 2, sources.total(Kind.SEARCH));
      equal("searches at once", 1, sources.commons().mostAtOnce());
      equal("downloads made again", 0L, repeated(sources.commons(), Kind.MEDIA));
    }
  }
}
