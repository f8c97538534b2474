package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.testkit.TemporalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server that the end-to-end tests stand on. */
@Timeout(180)
class TemporalServerE2E {
  @TempDir Path folder;

  @Test
  void aFirstStartThatDiesIsMadeAgainWithOtherPorts() throws Exception {
    Path real = Programs.find(System.out::println).temporal();
    Path program =
        program(
            "n=$(cat count 2>/dev/null || echo 0)",
            "echo $((n + 1)) > count",
            "[ $n -ge 2 ] || { echo 'address already in use'; exit 1; }",
            "exec '" + real + "' \"$@\"");
    try (TemporalServer server = new TemporalServer(program, folder)) {
      String first = server.address();
      server.start();
      assertNotEquals(first, server.address());
      assertEquals("3", Files.readString(folder.resolve("count")).strip());
      String address = server.address();
      server.kill9();
      server.start();
      assertEquals(address, server.address());
    }
  }

  @Test
  void oneThatAlwaysDiesSaysWhatItsLogSays() throws IOException {
    Path program = program("echo 'address already in use'; exit 1");
    try (TemporalServer server = new TemporalServer(program, folder)) {
      AssertionError error = assertThrows(AssertionError.class, server::start);
      String said = String.valueOf(error.getMessage());
      assertTrue(said.contains("ended 3 times") && said.contains("already in use"), said);
    }
  }

  private Path program(String... lines) throws IOException {
    Path program = folder.resolve("temporal");
    Files.writeString(
        program, "#!/bin/sh\ncd '" + folder + "'\n" + String.join("\n", List.of(lines)) + "\n");
    assertTrue(program.toFile().setExecutable(true));
    return program;
  }
}
