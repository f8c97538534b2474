package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos that are fetched, in one piece or in several. */
@Timeout(60)
final class DownloadCommandTest {
  private static final String FILE = "/v1/videos/mv-1/file";

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final byte[] video = new byte[300_000];
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile String etag = "\"one\"";

  @BeforeEach
  void offer() {
    new Random(11).nextBytes(video);
    service.on("GET /v1/videos/mv-1", 200, Jobs.COMPLETED);
    service.on("HEAD " + FILE, this::head);
    service.on("GET " + FILE, this::file);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void head(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("ETag", etag);
    exchange.sendResponseHeaders(200, -1);
  }

  /** With ranges; as long as there are cuts, a third of what was asked for comes. */
  private void file(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("ETag", etag);
    @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
    boolean same = etag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    int from = range != null && same ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    int length = video.length - from;
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, length);
    if (cuts.getAndDecrement() > 0) {
      exchange.getResponseBody().write(video, from, length / 3);
      exchange.getResponseBody().flush();
      throw new IOException("cut");
    }
    exchange.getResponseBody().write(video, from, length);
  }

  private int from(int request) {
    return Integer.parseInt(service.ranges.get(request).replaceAll("\\D", ""));
  }

  private CommandRun run(Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("MAKE_VIDEO_HOME", folder.resolve("home").toString());
    environment.put("MAKE_VIDEO_URL", service.url());
    return new CommandRun(environment, folder, FakeService::new);
  }

  @Test
  void aDownloadThatBreaksOffGoesOnWhereItWas() throws Exception {
    cuts.set(3);
    CommandRun run = run(Map.of());
    assertEquals(0, run.execute("download", "mv-1", "-o", "river.mp4"), run::err);
    assertArrayEquals(video, Files.readAllBytes(folder.resolve("river.mp4")));
    assertEquals(3, service.ranges.size(), service.ranges.toString());
    assertTrue(from(0) > 0 && from(0) < from(1) && from(1) < from(2), service.ranges.toString());
  }

  @Test
  void theNextCallGoesOnWhereTheLastOneGaveUp() throws Exception {
    cuts.set(1_000);
    service.on(
        "GET " + FILE,
        exchange -> {
          if (service.ranges.isEmpty()) {
            file(exchange);
          } else {
            ScriptedService.json(exchange, 403, "{\"detail\":\"Not now.\"}"); // not a byte more
          }
        });
    CommandRun first = run(Map.of());
    assertEquals(2, first.execute("download", "mv-1"));
    assertFalse(Files.exists(folder.resolve("mv-1.mp4")));
    int before = service.ranges.size();
    cuts.set(0);
    service.on("GET " + FILE, this::file);
    CommandRun second = run(Map.of());
    assertEquals(0, second.execute("download", "mv-1"), second::err);
    assertTrue(from(before) > 0, service.ranges.toString());
    assertArrayEquals(video, Files.readAllBytes(folder.resolve("mv-1.mp4")));
    // Once more: the file that was made here is replaced, and none stands beside it.
    assertEquals(0, run(Map.of()).execute("download", "mv-1"));
    assertFalse(Files.exists(folder.resolve("mv-1-mv-1.mp4")));
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedAnew() throws Exception {
    cuts.set(1);
    service.on(
        "GET " + FILE,
        exchange -> {
          if (cuts.get() == 0) {
            etag = "\"two\"";
            Arrays.fill(video, (byte) 7);
          }
          file(exchange);
        });
    assertEquals(0, run(Map.of()).execute("download", "mv-1"));
    assertArrayEquals(video, Files.readAllBytes(folder.resolve("mv-1.mp4")));
  }

  @Test
  void aJobWithoutAVideoSaysWhatToDo() {
    service.on("GET /v1/videos/mv-1", 200, Jobs.RUNNING);
    CommandRun running = run(Map.of());
    assertEquals(2, running.execute("download", "mv-1"));
    assertTrue(running.err().contains("make-video watch mv-1"), running.err());
    service.on("GET /v1/videos/mv-1", 200, Jobs.FAILED);
    CommandRun failed = run(Map.of());
    assertEquals(1, failed.execute("download", "mv-1"));
    assertTrue(failed.err().contains("make-video why mv-1"), failed.err());
    service.on("GET /v1/videos/mv-1", 200, Jobs.COMPLETED).on("HEAD " + FILE, 410, "");
    service.on("GET " + FILE, 410, "{\"detail\":\"It is gone since Monday.\"}");
    CommandRun gone = run(Map.of());
    assertEquals(2, gone.execute("download", "mv-1"));
    assertTrue(gone.err().contains("It is gone since Monday."), gone.err());
  }

  @Test
  void openShowsTheFileOnADisplayAndElseSaysWhereItIs() throws Exception {
    CommandRun blind = run(Map.of());
    assertEquals(0, blind.execute("open", "mv-1", "--json"), blind::err);
    assertTrue(blind.out().contains("\"opened\":false"), blind.out());
    assertTrue(blind.err().contains("finished: " + folder.resolve("mv-1.mp4")), blind.err());
    CommandRun seeing = opening("printf '%s %s' \"$1\" \"$DISPLAY\" > '" + folder + "/shown'");
    assertEquals(0, seeing.execute("open", "mv-1", "--json"), seeing::err);
    assertTrue(seeing.out().contains("\"opened\":true"), seeing.out());
    assertEquals(folder.resolve("mv-1.mp4") + " :7", Files.readString(folder.resolve("shown")));
  }

  /** With a desktop whose opener does this. */
  private CommandRun opening(String script) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path opener = bin.resolve("xdg-open");
    Files.writeString(opener, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
    return run(Map.of("DISPLAY", ":7", "PATH", bin + ":/usr/bin:/bin"));
  }

  /** A player that says "lived" once it is told to go; it goes after a minute, too. */
  private String player() {
    return "i=0; until [ -e '%1$s/go' ] || [ $i -gt 600 ]; do i=$((i + 1)); sleep 0.1; done; echo $i > '%1$s/lived'"
        .formatted(folder);
  }

  private void livesOn() throws IOException {
    Files.createFile(folder.resolve("go"));
    Await.until(
        "the player lives on", Duration.ofSeconds(20), () -> Files.exists(folder.resolve("lived")));
  }

  @Test
  void aPlayerThatTheOpenerLeavesLivesOn() throws Exception {
    CommandRun run = opening("( " + player() + " ) &");
    assertEquals(0, run.execute("open", "mv-1"), run::err);
    livesOn();
  }

  @Test
  void anOpenerThatIsThePlayerIsNotWaitedFor() throws Exception {
    CommandRun run = opening(player());
    assertEquals(0, run.execute("open", "mv-1", "--json"), run::err);
    assertTrue(run.out().contains("\"opened\":true"), run.out());
    assertFalse(Files.exists(folder.resolve("lived")), "the command ends before the player");
    livesOn();
  }

  @Test
  void anOpenerThatCannotIsNamedWithItsExitCode() throws Exception {
    CommandRun run = opening("exit 3");
    assertEquals(1, run.execute("open", "mv-1", "--json"));
    assertTrue(
        run.err().contains("xdg-open did not show " + folder.resolve("mv-1.mp4")), run.err());
    assertTrue(run.err().contains("exit code 3"), run.err());
    assertTrue(run.out().contains("\"opened\":false,\"error\":\"xdg-open"), run.out());
  }
}
