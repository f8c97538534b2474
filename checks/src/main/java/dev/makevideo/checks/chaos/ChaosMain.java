package dev.makevideo.checks.chaos;

import dev.makevideo.checks.chaos.breaker.BreakerFidelity;
import dev.makevideo.checks.chaos.breaker.BreakerTrials;
import dev.makevideo.checks.chaos.breaker.RedisFaults;
import dev.makevideo.checks.chaos.front.Burst;
import dev.makevideo.checks.chaos.front.DroppedStreams;
import dev.makevideo.checks.chaos.front.EndlessUploads;
import dev.makevideo.checks.chaos.front.SameKey;
import dev.makevideo.checks.chaos.front.SlowBodies;
import dev.makevideo.checks.chaos.shared.FeatureSoak;
import dev.makevideo.checks.chaos.shared.HiddenRate;
import dev.makevideo.checks.chaos.shared.SharedFeatures;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The full form of the chaos scenarios: {@code checks/chaos/run [name…]}. Prints figures; ends with
 * exit code 1 at the first expectation that does not hold.
 */
public final class ChaosMain {
  private static final List<String> ALL =
      List.of(
          "kill-worker",
          "kill-servers",
          "cancel",
          "repeat",
          "kill-transcription",
          "breaker-trials",
          "breaker-fidelity",
          "redis-faults",
          "breaker-outage",
          "redis-job",
          "sources-outage",
          "conversations",
          "same-jobs",
          "shared",
          "shared-limits",
          "soak",
          "same-key",
          "burst",
          "slow-bodies",
          "endless-uploads",
          "dropped-streams",
          "full-disk");

  private ChaosMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> wanted = arguments.length == 0 ? ALL : List.of(arguments);
    Path folder = Files.createTempDirectory("make-video-chaos");
    Programs programs = Programs.find(System.out::println);
    for (String name : wanted) {
      Scenario scenario = new Scenario(folder.resolve(name), programs, System.out, true);
      switch (name) {
        case "kill-worker" -> new KillWorker(scenario).run(50, 8);
        case "kill-servers" -> new KillServers(scenario).run(30, Duration.ofSeconds(30));
        case "cancel" -> new CancelJob(scenario).run(12);
        case "repeat" -> new RepeatJob(scenario).run(12, Duration.ofSeconds(3));
        case "kill-transcription" -> {
          new KillTranscription(scenario).killed(600, 3);
          new KillTranscription(scenario.part("shared")).shared(60, 20);
        }
        case "breaker-outage" ->
            new BreakerOutage(scenario)
                .run(
                    new BreakerOutage.Form(Duration.ofMinutes(2), 0, Duration.ofSeconds(10)),
                    12,
                    List.of(Mode.ANSWERS_500, Mode.HANGS, Mode.RESETS, Mode.THROTTLES));
        case "redis-job" -> new RedisJob(scenario).run(2, 40, List.of(RedisJob.Fault.values()));
        case "sources-outage" -> {
          new SourcesOutage(scenario).run(23, Duration.ofSeconds(10), Duration.ofSeconds(5));
          new SourcesOutage(scenario.part("search")).killedInASearch();
        }
        case "conversations" -> new KilledConversations(scenario).run(200, 10);
        case "same-jobs" -> new SameJobs(scenario).run(4, 20);
        case "shared" -> {
          new SharedFeatures(scenario.part("cache")).nothingOldIsRead(8, Duration.ofSeconds(60));
          new SharedFeatures(scenario.part("loads")).oneComputes(4, 1000);
        }
        case "shared-limits" -> {
          new SharedFeatures(scenario.part("limits"))
              .nobodyHasMoreThanTheQuota(8, Duration.ofSeconds(60));
          new HiddenRate(scenario.part("hidden-rate")).run(4, 30);
        }
        case "soak" ->
            new FeatureSoak(scenario)
                .run(Duration.ofMinutes(20), Duration.ofMinutes(1), Duration.ofSeconds(5));
        case "same-key" -> new SameKey(scenario).run(100, 10);
        case "burst" -> new Burst(scenario).run(1_000, 200, 100, 100);
        case "slow-bodies" -> new SlowBodies(scenario).run(1_000);
        case "endless-uploads" -> new EndlessUploads(scenario).run(10L << 30);
        case "dropped-streams" -> new DroppedStreams(scenario).run(200);
        case "full-disk" -> new FullDisk(scenario).run(Duration.ofSeconds(30));
        case "breaker-trials" -> breakerTrials(scenario);
        case "breaker-fidelity" -> breakerFidelity(scenario);
        case "redis-faults" -> new RedisFaults(scenario, Duration.ofMillis(1500)).runAll(4, 6);
        default -> throw new IllegalArgumentException("no scenario " + name + "; there are " + ALL);
      }
      System.out.println("passed " + name);
    }
  }

  private static void breakerTrials(Scenario scenario) throws IOException, InterruptedException {
    BreakerTrials trials = new BreakerTrials(scenario, Duration.ofSeconds(3));
    trials.run(8, 60, Duration.ofSeconds(2));
    trials.runWithShiftedClock(8, 60, Duration.ofSeconds(2));
  }

  private static void breakerFidelity(Scenario scenario) throws IOException {
    new BreakerFidelity(scenario, Duration.ofMinutes(20))
        .run(
            8,
            400,
            0.8,
            1.2,
            List.of(
                new BreakerFidelity.Load(0.2, Duration.ofMillis(2)),
                new BreakerFidelity.Load(0.35, Duration.ofMillis(30))));
  }
}
