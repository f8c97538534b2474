package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.checks.rig.Rig;
import dev.makevideo.platform.process.Command;
import dev.makevideo.platform.process.ProcessRunner.Finished;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.platform.storage.FileArtifactStore;
import dev.makevideo.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daily schedule on a real server: two workers make one of it, and its run cleans the store.
 */
@Timeout(600)
class HousekeepingE2E {
  /** Far more than it takes: two JVMs start, perhaps on a busy machine. */
  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;

  @Test
  void theScheduleCollectsWhatNobodyUses() throws Exception {
    Programs programs = Programs.find(System.out::println);
    try (Rig rig = new Rig(folder.resolve("rig"), programs, Map.of());
        SupervisedProcesses shell = new SupervisedProcesses(System.getenv())) {
      FileArtifactStore store = new FileArtifactStore(rig.store(), 0);
      Path unused = store.path(store.put("unused".getBytes(StandardCharsets.UTF_8)));
      Files.setLastModifiedTime(unused, FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
      Path used = store.path(store.put("used".getBytes(StandardCharsets.UTF_8)));
      rig.startWorker();
      rig.startWorker();
      List<String> temporal =
          List.of(programs.temporal().toString(), "--address", rig.temporal().address());
      Await.until(
          "the schedule is there",
          SOON,
          () -> run(shell, temporal, "schedule", "describe").exitCode() == 0);
      String described = run(shell, temporal, "schedule", "describe").output();
      assertTrue(described.contains("Housekeeping"), described);
      assertTrue(Files.exists(unused), "it is not three o'clock");
      assertEquals(0, run(shell, temporal, "schedule", "trigger").exitCode());
      Await.until("the unused object is gone", SOON, () -> !Files.exists(unused));
      assertTrue(Files.exists(used));
    }
  }

  private Finished run(SupervisedProcesses shell, List<String> temporal, String... words)
      throws Exception {
    List<String> line = new ArrayList<>(temporal);
    line.addAll(List.of(words));
    line.addAll(List.of("--schedule-id", "make-video-housekeeping"));
    return shell.run(
        Command.of("temporal-schedule", line, folder, Duration.ofSeconds(30)), new StopSignal());
  }
}
