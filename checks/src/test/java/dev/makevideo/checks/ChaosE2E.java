package dev.makevideo.checks;

import dev.makevideo.checks.chaos.BreakerOutage;
import dev.makevideo.checks.chaos.CancelJob;
import dev.makevideo.checks.chaos.KillServers;
import dev.makevideo.checks.chaos.KillTranscription;
import dev.makevideo.checks.chaos.KillWorker;
import dev.makevideo.checks.chaos.KilledConversations;
import dev.makevideo.checks.chaos.RedisJob;
import dev.makevideo.checks.chaos.RedisJob.Fault;
import dev.makevideo.checks.chaos.RepeatJob;
import dev.makevideo.checks.chaos.SameJobs;
import dev.makevideo.checks.chaos.SourcesOutage;
import dev.makevideo.checks.rig.DownloadService.Mode;
import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The chaos scenarios in their short form: draft size, few kills, two at a time, for they mostly
 * wait. Those that are tagged {@code long} run by {@code -De2e.excluded=none}, and in their full
 * form, as all, by {@code checks/chaos/run}.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
class ChaosE2E {
  @TempDir static Path folder;

  private static Programs programs;

  @BeforeAll
  static void findPrograms() throws IOException, InterruptedException {
    programs = Programs.find(System.out::println);
  }

  @Test
  void aKilledWorkerLosesNothing() throws IOException, InterruptedException {
    new KillWorker(scenario("kill-worker")).run(20, 1);
  }

  @Test
  void aWorkerKilledWhileItListensDoesOneWindowAgain() throws IOException, InterruptedException {
    new KillTranscription(scenario("kill-transcription")).killed(150, 1);
  }

  @Test
  @Tag("long")
  void oneNarrationOfManyJobsIsHeardOnce() throws IOException, InterruptedException {
    new KillTranscription(scenario("shared-transcription")).shared(40, 6);
  }

  @Test
  void aKilledServerAndApiLoseNothing() throws IOException, InterruptedException {
    new KillServers(scenario("kill-servers")).run(18, Duration.ofSeconds(12));
  }

  @Test
  void cancelReachesEveryProgram() throws IOException, InterruptedException {
    new CancelJob(scenario("cancel")).run(6);
  }

  @Test
  void theSameJobAgainDoesNothingTwice() throws IOException, InterruptedException {
    new RepeatJob(scenario("repeat")).run(5, Duration.ofSeconds(30));
  }

  @Test
  void anOpenBreakerKeepsAllWorkersAwayAndTheJobsComplete()
      throws IOException, InterruptedException {
    new BreakerOutage(scenario("breaker-outage"))
        .run(
            new BreakerOutage.Form(Duration.ofSeconds(10), 3, Duration.ofSeconds(3)),
            4,
            List.of(Mode.ANSWERS_500));
  }

  @Test
  void noJobFailsWhateverHappensToRedis() throws IOException, InterruptedException {
    new RedisJob(scenario("redis-job"))
        .run(1, 20, List.of(Fault.KILLED, Fault.FROZEN, Fault.FLUSHED));
  }

  @Test
  @Tag("long")
  void sourcesThatFailInTurnAndAKilledWorkerLoseNothingAndTheirLimitsAreKept()
      throws IOException, InterruptedException {
    new SourcesOutage(scenario("sources-outage"))
        .run(5, Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  @Test
  @Tag("long")
  void aWorkerKilledInASearchAsksOnceMore() throws IOException, InterruptedException {
    new SourcesOutage(scenario("killed-in-a-search")).killedInASearch();
  }

  @Test
  void conversationsLoseNoTurnAndStartOneJobEach() throws IOException, InterruptedException {
    new KilledConversations(scenario("conversations")).run(12, 5);
  }

  @Test
  void whatManyJobsWantAtOnceIsAskedForOnceOverAllWorkers()
      throws IOException, InterruptedException {
    new SameJobs(scenario("same-jobs")).run(3, 6);
  }

  private static Scenario scenario(String name) {
    return new Scenario(folder.resolve(name), programs, System.out, false);
  }
}
