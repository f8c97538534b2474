package dev.makevideo.checks.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.platform.process.ProcessStoppedException;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the tool is run, by scripts in its place. */
@Timeout(60)
class PromtoolTest {
  @TempDir Path folder;

  @Test
  void objectionsAreWhatItSaysOfItsInputOnEitherStream() throws Exception {
    try (Promtool promtool = promtool("echo \"$@\"; cat; echo objected >&2; exit 3")) {
      assertEquals("check metrics\nup 1\nobjected", promtool.objections("up 1\n"));
    }
  }

  @Test
  void oneThatHangsEndsWithItsOwner() throws Exception {
    Path began = folder.resolve("began");
    Promtool promtool = promtool("touch " + began + "; exec sleep 600");
    FutureTask<String> asked = new FutureTask<>(() -> promtool.objections("up 1\n"));
    Thread asking = new Thread(asked);
    asking.setDaemon(true);
    asking.start();
    Await.until("it runs", Duration.ofSeconds(20), () -> Files.exists(began));
    promtool.close();
    ExecutionException ended =
        assertThrows(ExecutionException.class, () -> asked.get(20, TimeUnit.SECONDS));
    assertInstanceOf(ProcessStoppedException.class, ended.getCause());
  }

  private Promtool promtool(String script) throws IOException, InterruptedException {
    Path program = folder.resolve("promtool");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Promtool.locate(folder, Map.of("PATH", folder + ":" + System.getenv("PATH")));
  }
}
