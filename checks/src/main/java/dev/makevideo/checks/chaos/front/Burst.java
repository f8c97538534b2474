package dev.makevideo.checks.chaos.front;

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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Many different jobs in the same moment: each is taken or refused in a way that says when to come
 * again, the server lives, and every job that was taken ends.
 */
public final class Burst {
  private static final int SECONDS = 1;
  private static final int ACCEPTED = 202;
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
      rig.client().create(narration, with(fields, "warm"), "warm");
      ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
      Map<Integer, Integer> statuses = new TreeMap<>();
      try (LiveProbe live = new LiveProbe(new Client(rig.client().port()), "/livez")) {
        long begun = System.nanoTime();
        List<Integer> all =
            Crowd.atOnce(
                jobs,
                who -> {
                  HttpResponse<String> answer =
                      rig.client().postAudio("/v1/videos", narration, with(fields, "job " + who));
                  if (answer.statusCode() == ACCEPTED) {
                    ids.add(json.readTree(answer.body()).path("id").asText());
                  } else {
                    that(
                        "Retry-After of " + answer.statusCode() + " " + answer.body(),
                        answer.headers().firstValue("Retry-After").isPresent());
                  }
                  return answer.statusCode();
                });
        all.forEach(status -> statuses.merge(status, 1, Integer::sum));
        scenario.figure("took_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
        scenario.figure("statuses", statuses);
        LiveAnswers answers = live.end();
        scenario.figure("probes", answers.micros().size());
        scenario.figure("livez_p50_ms", answers.percentileMillis(50));
        scenario.figure("livez_p99_ms", answers.percentileMillis(LIVE_PERCENT));
        answers.expect(probes, LIVE_PERCENT, liveMillis);
      }
      for (int status : statuses.keySet()) {
        that("a status of " + status, status == ACCEPTED || REFUSALS.contains(status));
      }
      that(ids.size() + " of " + taken + " were taken", ids.size() >= taken);
      ended(rig, new ArrayList<>(ids));
    }
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
