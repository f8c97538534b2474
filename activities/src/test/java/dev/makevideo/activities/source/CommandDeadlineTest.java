package dev.makevideo.activities.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.activities.external.CallResult;
import dev.makevideo.platform.process.StopSignal;
import dev.makevideo.platform.process.SupervisedProcesses;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.job.ClipSource;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An own source that hangs, with a child that hangs too. */
class CommandDeadlineTest {
  private static final Duration GONE = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  @Timeout(60)
  void isEndedWithItsChildrenWhenItsTimeIsOver() throws Exception {
    Path pids = directory.resolve("pids");
    Path program = directory.resolve("own-source");
    Files.writeString(program, "#!/bin/sh\nsleep 600 &\necho $$ $! > '" + pids + "'\nwait\n");
    assertTrue(program.toFile().setExecutable(true));
    try (SupervisedProcesses processes = new SupervisedProcesses(System.getenv())) {
      assertEquals(
          new CallResult.Failed<>("it did not end within 4 s"),
          new CommandSource(processes, Optional.of(program), Duration.ofSeconds(4))
              .find(Wanted.of(request(), 1_000_000), new StopSignal()));
    }
    for (String pid : Files.readString(pids).strip().split(" ", -1)) {
      long id = Long.parseLong(pid);
      Await.until(
          "process " + pid + " gone",
          GONE,
          () -> ProcessHandle.of(id).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  private static VideoRequest request() {
    return VideoRequest.builder()
        .storeId("s")
        .correlationId("c")
        .query("cats")
        .narration(new ObjectRef("0".repeat(64), 1))
        .narrationDuration(Duration.ofSeconds(30))
        .clips(ClipSource.ofService())
        .build();
  }
}
