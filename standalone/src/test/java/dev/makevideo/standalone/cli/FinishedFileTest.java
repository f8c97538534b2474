package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that fetch one video. */
@Timeout(60)
final class FinishedFileTest {
  /** Holds a lock as another make-video does, until its input ends. */
  private static final String HOLDER =
      """
      class Holder {
        public static void main(String[] files) throws Exception {
          try (var channel =
                  java.nio.channels.FileChannel.open(
                      java.nio.file.Path.of(files[0]), java.nio.file.StandardOpenOption.WRITE);
              var lock = channel.lock()) {
            System.out.println("held");
            System.in.read();
          }
        }
      }
      """;

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void offer() {
    service.on("GET /v1/videos/mv-1", 200, Jobs.COMPLETED);
    service.on("HEAD /v1/videos/mv-1/file", head -> head.sendResponseHeaders(200, -1));
    service.on("GET /v1/videos/mv-1/file", 200, "VIDEO");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private Optional<Path> fetch(FinishedFile.There there, String name) throws Exception {
    MadeFiles made = new MadeFiles(folder.resolve("home"));
    return new FinishedFile(
            folder.resolve("home"), Clock.systemUTC(), told::add, Duration.ofMillis(300))
        .fetchUnless(
            there,
            new ServiceClient(URI.create(service.url()), Optional.empty()),
            "mv-1",
            OutputFile.usual(folder.resolve(name), Map.of(), made));
  }

  private Path lock() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("home/downloads"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("lock-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static long count(ScriptedService service, String request) {
    return service.requests.stream().filter(request::equals).count();
  }

  @Test
  void anotherProcessThatFetchesItIsWaitedForAndNotForEver() throws Exception {
    assertEquals(Optional.of(folder.resolve("a.mp4")), fetch(() -> false, "a.mp4"));
    Path source = Files.writeString(folder.resolve("Holder.java"), HOLDER);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString(),
                lock().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertEquals("held", holder.inputReader().readLine());
      CommandException busy =
          assertThrows(CommandException.class, () -> fetch(() -> false, "b.mp4"));
      assertTrue(
          String.valueOf(busy.getMessage())
              .startsWith("the video of job mv-1 is being fetched by another make-video, too"),
          busy.getMessage());
      assertEquals(1, told.size(), told.toString());
      assertFalse(Files.exists(folder.resolve("b.mp4")));
      assertEquals(1, count(service, "GET /v1/videos/mv-1/file"));
    } finally {
      holder.destroyForcibly();
      assertTrue(holder.waitFor(20, TimeUnit.SECONDS));
    }
    // The lock goes with who held it.
    assertEquals(Optional.of(folder.resolve("b.mp4")), fetch(() -> false, "b.mp4"));
  }

  @Test
  void whatAnotherFinishedMeanwhileIsNotFetchedAgain() throws Exception {
    assertEquals(Optional.empty(), fetch(() -> true, "a.mp4"));
    assertEquals(0, count(service, "GET /v1/videos/mv-1/file"));
  }
}
