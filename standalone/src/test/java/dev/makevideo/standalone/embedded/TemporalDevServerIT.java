package dev.makevideo.standalone.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real dev server: the one on PATH or in the tools folder, else one that is made now. */
final class TemporalDevServerIT {
  @TempDir Path home;

  @Test
  void keepsItsDataForTheNextStart() throws Exception {
    TemporalDevServer.Place place =
        new TemporalDevServer.Place(program(), home.resolve("temporal"), home.resolve("log"));
    try (TemporalDevServer server = TemporalDevServer.start(place)) {
      assertTrue(server.durable());
      assertTrue(server.webUi().isPresent());
      assertEquals(
          TemporalReadiness.RETENTION,
          TemporalReadiness.retention(Map.of("TEMPORAL_ADDRESS", server.address())));
      assertEquals("pong first", PingWorker.ping(server.address(), "first"));
      assertThrows(DataInUseException.class, () -> TemporalDevServer.start(place));
    }
    try (TemporalDevServer server = TemporalDevServer.start(place)) {
      assertEquals("pong second", PingWorker.ping(server.address(), "second"));
    }
  }

  private static Path program() throws Exception {
    Path tools = Settings.from(System.getenv()).storage().tools();
    return TemporalBinary.locate(tools, System.getenv(), System.out::println);
  }
}
