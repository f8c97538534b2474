package dev.makevideo.platform.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLevelsTest {
  @TempDir Path folder;

  private final LoggerContext context = new LoggerContext();

  private Level level(String name) {
    return context.getLogger(name).getLevel();
  }

  @Test
  void aFileChangesLevelsAndItsEndBringsThemBack() throws IOException {
    Path file = folder.resolve("log-levels");
    LogLevels levels = new LogLevels(context, file);
    context.getLogger("dev.makevideo").setLevel(Level.INFO);
    levels.look();
    assertEquals(Level.INFO, level("dev.makevideo"));

    Files.writeString(file, "# tonight\ndev.makevideo = debug\nio.grpc=TRACE\nnonsense\nx=LOUD\n");
    levels.look();
    assertEquals(Level.DEBUG, level("dev.makevideo"));
    assertEquals(Level.TRACE, level("io.grpc"));
    assertNull(level("x"));

    Files.writeString(file, "dev.makevideo=WARN\n");
    levels.look();
    assertEquals(Level.WARN, level("dev.makevideo"));
    assertNull(level("io.grpc"));

    Files.delete(file);
    levels.look();
    assertEquals(Level.INFO, level("dev.makevideo"));
  }
}
