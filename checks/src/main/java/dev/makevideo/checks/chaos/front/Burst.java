package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Many different jobs in the same moment: each is taken or refused in a way that says when to come
 * again, the server lives, and every job that was taken ends.
 */
public final class Burst {
  private static final int SECONDS = 1;
  private static final int ACCEPTED = 202;
  private static final int SILENCE = 0;
  private static final int WARM = 8;
  private static final int WARM_ROUNDS = 40;
  private static final Set<Integer> REFUSALS = Set.of(429, 503);
  private static final int LIVE_PERCENT = 99;
  private static final Duration ALL_JOBS = Duration.ofMinutes(60);

  private final Scenario scenario;
  private final ObjectMapper json = new ObjectMapper();

  public Burst(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Runs the scenario.
   *
   * @param jobs submitted at once
   * @param taken of these at the least
   * @param liveMillis 99 of 100 probes are answered in
   * @param probes meanwhile at the least
   */
  public void run(int jobs, int taken, long liveMillis, int probes)
      throws IOException, InterruptedException {
    ClipMaker clipMaker = scenario.clipMaker();
    Path narration = clipMaker.narration(SECONDS);
    List<Path> clips = clipMaker.clips(1, 2);
    try (ClipServer server = new ClipServer(clips, Duration.ZERO);
        Rig rig = scenario.rig(Map.of())) {
      Map<String, String> fields =
          Map.of(
              "clips_urls",
              server.urls(),
              "check_text",
              "false",
              "subtitles",
              "none",
              "quality",
              "draft");
      warmUp(rig, narration, fields);
      Queue<String> ids = new ConcurrentLinkedQueue<>();
      Queue<String> silences = new ConcurrentLinkedQueue<>();
      LongAccumulator slowest = new LongAccumulator(Math::max, 0);
      Map<Integer, Integer> statuses = new TreeMap<>();
      LiveAnswers answers;
      try (LiveProbe live = new LiveProbe(new Client(rig.client().port()), "/livez")) {
        long begun = System.nanoTime();
        List<Integer> all =
            Crowd.atOnce(
                jobs,
                who -> {
                  long asked = System.nanoTime();
                  try {
                    return status(
                        rig.client().postAudio("/v1/videos", narration, with(fields, "job " + who)),
                        ids);
                  } catch (IOException e) {
                    silences.add(e + " after " + millisSince(asked) + " ms");
                    return SILENCE;
                  } finally {
                    slowest.accumulate(millisSince(asked));
                  }
                });
        all.forEach(status -> statuses.merge(status, 1, Integer::sum));
        scenario.figure("took_ms", millisSince(begun));
        scenario.figure("slowest_ms", slowest.get());
        scenario.figure("statuses", statuses);
        answers = live.end();
        scenario.figure("probes", answers.micros().size());
        scenario.figure("livez_p50_ms", answers.percentileMillis(50));
        scenario.figure("livez_p99_ms", answers.percentileMillis(LIVE_PERCENT));
        scenario.figure("livez_slow_ms", answers.slowerThan(liveMillis));
        equal("requests without an answer", List.of(), List.copyOf(silences));
      }
      for (int status : statuses.keySet()) {
        that("a status of " + status, status == ACCEPTED || REFUSALS.contains(status));
      }
      that(ids.size() + " of " + taken + " were taken", ids.size() >= taken);
      ended(rig, new ArrayList<>(ids));
      answers.expect(probes, LIVE_PERCENT, liveMillis);
    }
  }

  /** A service that has answered before: what is measured is no compiler. */
  private static void warmUp(Rig rig, Path narration, Map<String, String> fields)
      throws InterruptedException {
    for (int round = 0; round < WARM_ROUNDS; round++) {
      Map<String, String> job = with(fields, "warm " + round);
      for (int status :
          Crowd.atOnce(
              WARM,
              who ->
                  rig.client().postAudio("/v1/videos?dryRun=true", narration, job).statusCode())) {
        equal("a dry run", 200, status);
      }
    }
  }

  private int status(HttpResponse<String> answer, Queue<String> ids) throws IOException {
    if (answer.statusCode() == ACCEPTED) {
      ids.add(json.readTree(answer.body()).path("id").asText());
    } else {
      that(
          "Retry-After of " + answer.statusCode() + " " + answer.body(),
          answer.headers().firstValue("Retry-After").isPresent());
    }
    return answer.statusCode();
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  private static Map<String, String> with(Map<String, String> fields, String query) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("query", query);
    return all;
  }

  private void ended(Rig rig, List<String> ids) throws IOException, InterruptedException {
    rig.startWorker();
    long begun = System.nanoTime();
    for (String id : ids) {
      rig.client().awaitStatus(id, "completed", ALL_JOBS, Duration.ofMillis(200));
    }
    scenario.figure("jobs_ended", ids.size());
    scenario.figure("all_ended_s", Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }
}
