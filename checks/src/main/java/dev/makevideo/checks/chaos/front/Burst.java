package dev.makevideo.checks.chaos.front;

import static dev.makevideo.checks.rig.Expect.equal;
import static dev.makevideo.checks.rig.Expect.that;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.checks.chaos.front.BurstClients.Answered;
import dev.makevideo.checks.rig.Client;
import dev.makevideo.checks.rig.ClipServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.testkit.ClipMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Many different jobs in the same moment: each is taken or refused in a way that says when to come
 * again, the server lives, and every job that was taken ends.
 */
public final class Burst {
  private static final int SECONDS = 1;
  private static final int ACCEPTED = 202;
  private static final Duration CLIENTS_LIMIT = Duration.ofMinutes(3);
  private static final int MOST_OUTPUT = 4 << 20;
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
      List<Answered> all;
      LiveAnswers answers;
      try (LiveProbe live = new LiveProbe(new Client(rig.client().port()), "/livez")) {
        all = clients(rig, jobs, narration, fields);
        answers = live.end();
        scenario.figure("probes", answers.micros().size());
        scenario.figure("livez_p50_ms", answers.percentileMillis(50));
        scenario.figure("livez_p99_ms", answers.percentileMillis(LIVE_PERCENT));
        scenario.figure("livez_slow_ms", answers.slowerThan(liveMillis));
      }
      List<String> ids = new ArrayList<>();
      for (Answered one : all) {
        if (one.status() == ACCEPTED) {
          ids.add(one.id());
        } else {
          that("refused: " + one, REFUSALS.contains(one.status()) && one.later());
        }
      }
      that(ids.size() + " of " + taken + " were taken", ids.size() >= taken);
      ended(rig, ids);
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

  private List<Answered> clients(Rig rig, int jobs, Path narration, Map<String, String> fields)
      throws IOException, InterruptedException {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            JavaProcess.classPath(),
            BurstClients.class.getName());
    List<String> command = new ArrayList<>(java);
    command.add(Integer.toString(rig.client().port()));
    command.add(Integer.toString(jobs));
    command.add(narration.toString());
    command.add(json.writeValueAsString(fields));
    long begun = System.nanoTime();
    Command clients =
        new Command(
            "burst-clients",
            command,
            scenario.folder(),
            Map.of(),
            CLIENTS_LIMIT,
            Optional.empty(),
            MOST_OUTPUT);
    Finished finished;
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      finished = processes.run(clients, new StopSignal());
    }
    that("the clients ended well: " + finished.errorTail(), finished.exitCode() == 0);
    List<Answered> all = new ArrayList<>();
    Map<Integer, Integer> statuses = new TreeMap<>();
    Map<String, Integer> refusals = new TreeMap<>();
    long slowest = 0;
    for (String line : finished.output().lines().toList()) {
      Answered one = json.readValue(line, Answered.class);
      all.add(one);
      statuses.merge(one.status(), 1, Integer::sum);
      if (one.status() != ACCEPTED) {
        refusals.merge(detail(one.what()), 1, Integer::sum);
      }
      slowest = Math.max(slowest, one.millis());
    }
    scenario.figure("took_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
    scenario.figure("slowest_ms", slowest);
    scenario.figure("statuses", statuses);
    scenario.figure("refused_for", refusals);
    equal("answers", jobs, all.size());
    return all;
  }

  /** What a refusal says, without what is of this request alone. */
  private String detail(String what) {
    try {
      return json.readTree(what).path("detail").asText(what);
    } catch (IOException e) {
      return what; // no answer came
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
