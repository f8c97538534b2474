package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files whose service goes away, or has no time. */
@Timeout(60)
final class DownloadTest {
  private static final String LINK = "/v1/videos/mv-1/file";
  private static final String SAYS = "the download of " + LINK;

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final List<String> told = new ArrayList<>();

  /** How many requests are not answered before one is. */
  private final AtomicInteger away = new AtomicInteger();

  @AfterEach
  void stop() {
    service.close();
  }

  private Download download(LongSupplier nanos) {
    ServiceCalls calls = new ServiceCalls(URI.create(service.url()), Optional.empty());
    return new Download(calls, LINK, told::add, AskAgain.following(nanos));
  }

  private void file(HttpExchange get) throws IOException {
    if (away.getAndDecrement() <= 0) {
      ScriptedService.json(get, 200, "VIDEO");
    } // else the connection ends without an answer
  }

  private long gets() {
    return service.requests.stream().filter(request -> request.startsWith("GET")).count();
  }

  @Test
  void aServiceThatIsStartedAgainHasItsTimeAndPeopleAreTold() throws Exception {
    away.set(8);
    service.on("GET " + LINK, this::file);
    Path target = folder.resolve("a.mp4");
    download(System::nanoTime).anew(target);
    assertEquals("VIDEO", Files.readString(target));
    assertTrue(gets() > 8, service.requests.toString());
    assertEquals(1, told.size(), "told once of a silence: " + told);
    assertTrue(told.get(0).startsWith(SAYS + " has no answer ("), told.get(0));
    assertTrue(told.get(0).endsWith("; tries again for 1 m 30 s"), told.get(0));
  }

  @Test
  void aServiceThatStaysAwayIsGivenUpAfterTheTimeOfAnyOtherCall() {
    AtomicLong clock = new AtomicLong();
    service.on("GET " + LINK, 500, "{\"detail\":\"It broke.\"}");
    Download download = download(() -> clock.addAndGet(Duration.ofSeconds(20).toNanos()));
    ServiceException failure =
        assertThrows(ServiceException.class, () -> download.anew(folder.resolve("a.mp4")));
    assertEquals(500, failure.status);
    assertTrue(gets() > 2 && gets() < 7, "tried for 90 s: " + gets());
  }

  @Test
  void itWaitsAsTheServiceAsksAlsoForTheVersion() throws Exception {
    AtomicInteger busy = new AtomicInteger(2);
    service.on(
        "HEAD " + LINK,
        head -> {
          head.getResponseHeaders().add("ETag", "\"one\"");
          head.sendResponseHeaders(busy.get() > 1 ? 503 : 200, -1);
        });
    service.on(
        "GET " + LINK,
        get -> {
          if (busy.getAndDecrement() > 0) {
            get.getResponseHeaders().add("Retry-After", "0");
            ScriptedService.json(get, 503, "{\"detail\":\"Too many.\"}");
          } else {
            ScriptedService.json(get, 200, "VIDEO");
          }
        });
    Path target = folder.resolve("a.mp4");
    Download download = download(System::nanoTime);
    assertEquals(Optional.of("\"one\""), download.version());
    download.anew(target);
    assertEquals("VIDEO", Files.readString(target));
    String wait = SAYS + " waits 0.5 s: Too many.";
    assertEquals(List.of(wait, wait), told);
  }

  @Test
  void whatBreaksOffWhileTheProcessEndsIsNoNews() throws Exception {
    assertTrue(followed("one", false).contains(SAYS + " has no answer ("));
    assertFalse(followed("two", true).contains("has no answer"));
  }

  /** What is told where the download breaks off once. */
  private String followed(String home, boolean ends) throws Exception {
    away.set(2); // Java's client itself asks again where it had used the connection before
    service.on("GET /v1/videos/mv-1", 200, Jobs.COMPLETED).on("GET " + LINK, this::file);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Console console = new Console(out, out, new Console.Terminal(false, false, 80));
    Path folderOfIt = Files.createDirectory(folder.resolve(home));
    Map<String, String> environment = Map.of("MAKE_VIDEO_HOME", folderOfIt.toString());
    Context context =
        new Context(
            environment,
            console,
            InputStream.nullInputStream(),
            folderOfIt,
            FakeService::new,
            settings -> {},
            new CommandRun(environment, folderOfIt, FakeService::new));
    try (ServiceAccess access = new ServiceAccess(context)) {
      if (ends) {
        access.close();
      }
      ServiceClient client = new ServiceClient(URI.create(service.url()), Optional.empty());
      OutputFile target =
          OutputFile.usual(folderOfIt.resolve("a.mp4"), Map.of(), new MadeFiles(folderOfIt));
      assertEquals(ExitCode.OK, new JobFollower(console, access, client).follow("mv-1", target));
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aRefusalIsFinal() {
    service.on("GET " + LINK, 410, "{\"detail\":\"It is gone.\"}");
    Download download = download(System::nanoTime);
    assertThrows(ServiceException.class, () -> download.anew(folder.resolve("a.mp4")));
    assertEquals(1, gets());
    assertEquals(List.of(), told);
  }
}
