package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long a service may be away from one who watches a job. */
@Timeout(60)
final class JobWatchTest {
  private static final JobEvents.Seen NOBODY =
      new JobEvents.Seen() {
        @Override
        public void job(ReportedJob job) {}

        @Override
        public void event(String type, JsonNode event) {}
      };

  @TempDir Path folder;
  private final ScriptedService service = new ScriptedService();
  private final AtomicLong clock = new AtomicLong();
  private final AtomicBoolean streamed = new AtomicBoolean();
  private final AtomicBoolean away = new AtomicBoolean();

  @BeforeEach
  void offer() {
    service.on("GET /v1/videos/mv-1", this::job);
    service.on("GET /v1/videos/mv-1/events", this::quiet);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** Away once, or for ever. */
  private void job(HttpExchange exchange) throws IOException {
    if (streamed.get() && away.get()) {
      after(Duration.ofSeconds(50));
      throw new IOException("no answer");
    }
    ScriptedService.json(exchange, 200, streamed.get() ? Jobs.COMPLETED : Jobs.RUNNING);
  }

  /** Nothing happens for half an hour, and then the service is started again. */
  private void quiet(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 1_000_000);
    exchange.getResponseBody().write(": still there\n\n".getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
    after(Duration.ofMinutes(30));
    streamed.set(true);
    throw new IOException("stopped");
  }

  private void after(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private ReportedJob watched() throws Exception {
    Map<String, String> environment =
        Map.of("MAKE_VIDEO_HOME", folder.toString(), "MAKE_VIDEO_URL", service.url());
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Console console = new Console(nowhere, nowhere, new Console.Terminal(false, false, 80));
    Context context =
        new Context(
            environment,
            console,
            InputStream.nullInputStream(),
            folder,
            FakeService::new,
            settings -> {},
            new CommandRun(environment, folder, FakeService::new));
    try (ServiceAccess access = new ServiceAccess(context)) {
      ServiceClient client = new ServiceClient(URI.create(service.url()), Optional.empty());
      return new JobWatch(access, client, "mv-1", NOBODY, AskAgain.following(clock::get)).end();
    }
  }

  @Test
  void aLongQuietWatchOutlivesARestartOfTheService() throws Exception {
    assertEquals("completed", watched().status());
  }

  @Test
  void aServiceThatStaysAwayEndsTheWatchWithWhatToDo() {
    away.set(true);
    CommandException gone = assertThrows(CommandException.class, this::watched);
    assertTrue(
        String.valueOf(gone.getMessage()).startsWith("the service has not answered for "),
        gone.getMessage());
    assertTrue(
        String.valueOf(gone.getMessage()).endsWith("./make-video watch mv-1'"), gone.getMessage());
  }
}
