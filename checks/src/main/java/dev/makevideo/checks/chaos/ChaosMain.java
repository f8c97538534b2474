package dev.makevideo.checks.chaos;

import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.Programs;
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
  private ChaosMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> wanted =
        arguments.length == 0
            ? List.of(
                "kill-worker", "kill-servers", "cancel", "repeat", "breaker-outage", "redis-job")
            : List.of(arguments);
    Path folder = Files.createTempDirectory("make-video-chaos");
    Programs programs = Programs.find(System.out::println);
    for (String name : wanted) {
      Scenario scenario = new Scenario(folder.resolve(name), programs, System.out, true);
      switch (name) {
        case "kill-worker" -> new KillWorker(scenario).run(50, 8);
        case "kill-servers" -> new KillServers(scenario).run(30, Duration.ofSeconds(30));
        case "cancel" -> new CancelJob(scenario).run(12);
        case "repeat" -> new RepeatJob(scenario).run(12);
        case "breaker-outage" ->
            new BreakerOutage(scenario)
                .run(
                    new BreakerOutage.Form(Duration.ofMinutes(2), 0, Duration.ofSeconds(10)),
                    12,
                    List.of(Mode.ANSWERS_500, Mode.HANGS, Mode.RESETS, Mode.THROTTLES));
        case "redis-job" -> new RedisJob(scenario).run(2, 40, List.of(RedisJob.Fault.values()));
        default ->
            throw new IllegalArgumentException(
                "no scenario "
                    + name
                    + "; there are kill-worker, kill-servers, cancel, repeat,"
                    + " breaker-outage, redis-job");
      }
      System.out.println("passed " + name);
    }
  }
}
