package dev.makevideo.checks;

import dev.makevideo.checks.chaos.shared.FeatureSoak;
import dev.makevideo.checks.chaos.shared.SharedFeatures;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What processes share through Redis, in short form; the full one is {@code checks/chaos/run shared
 * shared-limits soak}. Nothing else runs meanwhile, for these look at when answers come.
 */
@Timeout(900)
@Isolated
class SharedFeaturesE2E {
  @TempDir static Path folder;

  private static Programs programs;

  @BeforeAll
  static void findPrograms() throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
  }

  @Test
  void processesReadNothingOld() throws IOException {
    new SharedFeatures(scenario("shared-cache")).nothingOldIsRead(3, Duration.ofSeconds(6));
  }

  /** On a host that is too busy to answer in time each process computes by itself. */
  @Test
  @Tag("long")
  void oneProcessComputes() throws IOException {
    new SharedFeatures(scenario("shared-loads")).oneComputes(2, 400);
  }

  @Test
  @Tag("long")
  void processesHaveNoMoreThanTheQuota() throws IOException {
    new SharedFeatures(scenario("shared-limits"))
        .nobodyHasMoreThanTheQuota(4, Duration.ofSeconds(8));
  }

  @Test
  void everyFeatureAnswersInTimeWhateverHappensToRedis() throws IOException, InterruptedException {
    new FeatureSoak(scenario("soak"))
        .run(Duration.ofSeconds(18), Duration.ofSeconds(2), Duration.ofMillis(700));
  }

  private static Scenario scenario(String name) {
    return new Scenario(folder.resolve(name), programs, System.out, false);
  }
}
