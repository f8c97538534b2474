package dev.makevideo.checks;

import dev.makevideo.checks.chaos.breaker.BreakerFidelity;
import dev.makevideo.checks.chaos.breaker.BreakerTrials;
import dev.makevideo.checks.chaos.breaker.RedisFaults;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What the shared breaker must do among processes, in a short form: fewer processes, rounds and
 * faults. The full form is {@code checks/chaos/run breaker-trials breaker-fidelity redis-faults}.
 * Nothing else runs meanwhile, for they look at times.
 */
@Timeout(300)
@Isolated
class BreakerE2E {
  @TempDir static Path folder;

  private static Programs programs;

  @BeforeAll
  static void findPrograms() throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
  }

  @Test
  void processesShareThreeTrialsAndADeadOneGivesThemUp() throws IOException, InterruptedException {
    new BreakerTrials(scenario("breaker-trials"), Duration.ofMillis(300))
        .run(3, 9, Duration.ofMillis(200));
  }

  /** Four standard deviations wide; where successes are not reported the ratio is 1.6 to 16. */
  @Test
  void processesOpenItAsOftenAsTheoryExpects() throws IOException {
    new BreakerFidelity(scenario("breaker-fidelity"), Duration.ofMinutes(2))
        .run(3, 64, 0.5, 1.5, List.of(new BreakerFidelity.Load(0.45, Duration.ofMillis(8))));
  }

  @Test
  void outagesOfRedisAreNoticedSurvivedAndOver() throws IOException {
    new RedisFaults(scenario("redis-faults"), Duration.ofMillis(800)).runSome(3);
  }

  private static Scenario scenario(String name) {
    return new Scenario(folder.resolve(name), programs, System.out, false);
  }
}
