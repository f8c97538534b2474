package dev.makevideo.checks;

import dev.makevideo.checks.chaos.front.Burst;
import dev.makevideo.checks.chaos.front.DroppedStreams;
import dev.makevideo.checks.chaos.front.EndlessUploads;
import dev.makevideo.checks.chaos.front.SameKey;
import dev.makevideo.checks.chaos.front.SlowBodies;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The front door's scenarios in their short form; {@code checks/chaos/run} has the full one. */
@Timeout(300)
@Order(3)
class FrontDoorE2E {
  @TempDir private Path folder;

  private Scenario scenario(String name) throws IOException, InterruptedException {
    return new Scenario(
        folder.resolve(name), Programs.find(System.out::println), System.out, false);
  }

  @Test
  void oneKeyIsOneJob() throws IOException, InterruptedException {
    new SameKey(scenario("same-key")).run(20, 3);
  }

  @Test
  void aBurstIsTakenOrRefused() throws IOException, InterruptedException {
    new Burst(scenario("burst")).run(24, 12, 5_000, 5);
  }

  @Test
  void slowBodiesAreCut() throws IOException, InterruptedException {
    new SlowBodies(scenario("slow-bodies")).run(90);
  }

  @Test
  void endlessBodiesEnd() throws IOException, InterruptedException {
    new EndlessUploads(scenario("endless-uploads")).run(100L << 20);
  }

  @Test
  void whoComesBackMissesNothing() throws IOException, InterruptedException {
    new DroppedStreams(scenario("dropped-streams")).run(20);
  }
}
