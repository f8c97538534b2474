package dev.makevideo.standalone.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemporalChoiceTest {
  @TempDir Path home;
  private final List<String> told = new ArrayList<>();

  @Test
  void takesTheInMemoryServerAtOnceWhenThereIsNoProgram() throws Exception {
    try (RunningTemporal server = choice(Map.of()).start(TemporalChoice.Wish.QUICK)) {
      assertFalse(server.durable());
      assertEquals(Optional.empty(), server.webUi());
      assertTrue(server.address().startsWith("127.0.0.1:"), server.address());
      assertTrue(told.get(0).contains("in memory only"), told.toString());
      assertEquals("pong world", PingWorker.ping(server.address(), "world"));
    }
  }

  @Test
  void usesTheServerThatTheEnvironmentNames() throws Exception {
    try (RunningTemporal other = InMemoryTemporal.start();
        RunningTemporal server =
            choice(Map.of("TEMPORAL_ADDRESS", other.address()))
                .start(TemporalChoice.Wish.DURABLE)) {
      assertEquals(other.address(), server.address());
      assertTrue(server.durable());
      assertEquals("pong again", PingWorker.ping(server.address(), "again"));
    }
  }

  @Test
  void saysThatTheNamedServerDoesNotAnswer() {
    String address = "127.0.0.1:" + Ports.free();
    IOException e =
        assertThrows(
            IOException.class,
            () -> choice(Map.of("TEMPORAL_ADDRESS", address)).start(TemporalChoice.Wish.DURABLE));
    assertTrue(e.toString().contains(address + " does not answer"), e.toString());
  }

  @Test
  void inMemoryIsTakenAtItsWordEvenWhenAProgramIsThere() throws Exception {
    Path bin = program("temporal", "exit 1");
    try (RunningTemporal server =
        choice(Map.of("PATH", bin.toString())).start(TemporalChoice.Wish.IN_MEMORY)) {
      assertFalse(server.durable());
    }
  }

  @Test
  void buildsTheProgramWithGoIntoTheToolsFolder() throws Exception {
    Path bin =
        program("go", "printf '%s' \"$*\" >\"$GOBIN/temporal\"; chmod +x \"$GOBIN/temporal\"");
    assertEquals(Optional.empty(), TemporalBinary.find(home, path(bin)));
    Path built = TemporalBinary.locate(home, path(bin), told::add);
    assertEquals("install github.com/temporalio/cli/cmd/temporal@v1.5.1", Files.readString(built));
    assertEquals(Optional.of(built), TemporalBinary.find(home, path(bin)));
  }

  @Test
  void aFailedBuildShowsItsEndAndWhatToDo() throws Exception {
    Path bin = program("go", "echo no network here; exit 1");
    IOException e =
        assertThrows(IOException.class, () -> TemporalBinary.locate(home, path(bin), told::add));
    assertTrue(e.toString().contains("no network here"), e.toString());
    assertTrue(e.toString().contains("TEMPORAL_ADDRESS"), e.toString());
  }

  private static Map<String, String> path(Path bin) {
    return Map.of("PATH", bin.toString());
  }

  private TemporalChoice choice(Map<String, String> environment) {
    return new TemporalChoice(environment, home, told::add);
  }

  private Path program(String name, String script) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return bin;
  }
}
