package dev.makevideo.platform.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DetachedProgramTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private OptionalInt shell(Duration within, String script) throws Exception {
    return DetachedProgram.start(
        List.of("sh", "-c", script),
        folder,
        System.getenv(),
        Map.of("COLOUR", "sea green"),
        within);
  }

  @Test
  void itsExitCodeIsToldIfItEndsInTime() throws Exception {
    assertEquals(OptionalInt.of(0), shell(LIMIT, "cat && echo \"$COLOUR\" > colour"));
    assertEquals("sea green\n", Files.readString(folder.resolve("colour")));
    assertEquals(OptionalInt.of(7), shell(LIMIT, "exit 7"));
  }

  @Test
  void whatRunsOnIsNotWaitedForAndHasItsOwnSession() throws Exception {
    String waits = "until [ -e go ] || [ $((i += 1)) -gt 600 ]; do sleep 0.1; done";
    String session = "cut -d' ' -f1,6 /proc/$$/stat > session";
    assertEquals(
        OptionalInt.empty(),
        shell(Duration.ofMillis(1), session + "; " + waits + "; echo lived > lived"));
    Files.createFile(folder.resolve("go"));
    Await.until("it lives on", LIMIT, () -> Files.exists(folder.resolve("lived")));
    String[] ids = Files.readString(folder.resolve("session")).strip().split(" ");
    assertEquals(ids[0], ids[1], "it leads its session");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    IOException none =
        assertThrows(
            IOException.class,
            () ->
                DetachedProgram.start(
                    List.of("no-such-opener"), folder, Map.of(), Map.of(), Duration.ZERO));
    assertTrue(String.valueOf(none.getMessage()).contains("no-such-opener"), none.toString());
  }
}
