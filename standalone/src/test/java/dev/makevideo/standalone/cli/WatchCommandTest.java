package dev.makevideo.standalone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job that is followed by its events, whatever becomes of the connection. */
@Timeout(60)
final class WatchCommandTest {
  @TempDir Path folder;
  private final ScriptedService service =
      new ScriptedService().on("GET /v1/videos/mv-1", 200, Jobs.RUNNING);

  @AfterEach
  void stop() {
    service.close();
  }

  private CommandRun run() {
    return new CommandRun(
        Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()), folder, FakeService::new);
  }

  private int watch(CommandRun run, String... more) {
    List<String> all = new ArrayList<>(List.of("watch", "mv-1", "--server", service.url()));
    all.addAll(List.of(more));
    return run.execute(all.toArray(String[]::new));
  }

  private static String event(String id, String type, String json) {
    String line = json.replace("\n", " ");
    return (id.isEmpty() ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: " + line + "\n\n";
  }

  private static void stream(HttpExchange exchange, String... events) throws IOException {
    stream(exchange, 0, events);
  }

  /** With a length that is not reached the connection breaks. */
  private static void stream(HttpExchange exchange, int length, String... events)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, length);
    OutputStream out = exchange.getResponseBody();
    for (String event : events) {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  @Test
  void aConnectionThatBreaksIsOpenedAgainAfterTheLastEvent() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    service.on(
        "GET /v1/videos/mv-1/events",
        exchange -> {
          if (connections.getAndIncrement() == 0) {
            stream(
                exchange,
                1_000_000,
                event("7", "stage_started", "{\"number\":7,\"type\":\"stage_started\"}"),
                event("", "progress", Jobs.RUNNING),
                "event: progr");
            throw new IOException("cut in the middle of an event");
          }
          stream(
              exchange,
              ": still there\n\n",
              event("7", "stage_started", "{\"number\":7,\"type\":\"stage_started\"}"),
              event("8", "stage_ended", "{\"number\":8,\"type\":\"stage_ended\"}"),
              event("", "progress", Jobs.COMPLETED));
        });
    CommandRun run = run();
    assertEquals(0, watch(run, "--json"), run::err);
    assertEquals(List.of("7"), service.lastEventIds);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      lines.add(Payloads.mapper().readTree(line));
    }
    assertEquals(
        List.of("7", "8"),
        lines.stream().filter(l -> l.has("number")).map(l -> l.path("number").asText()).toList(),
        "each event once: " + run.out());
    assertEquals("completed", lines.get(lines.size() - 1).path("status").asText());
    assertEquals(100, lines.get(lines.size() - 2).at("/job/percent").asInt());
  }

  @Test
  void withoutAStreamTheJobIsAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    service.on(
        "GET /v1/videos/mv-1",
        exchange ->
            ScriptedService.json(
                exchange, 200, asked.incrementAndGet() < 3 ? Jobs.RUNNING : Jobs.FAILED));
    service.on("GET /v1/videos/mv-1/events", 503, "{\"detail\":\"There are 32 streams already\"}");
    CommandRun run = run();
    assertEquals(1, watch(run), run::err);
    assertTrue(run.err().contains("Too little footage: add clips"), run.err());
    assertTrue(run.out().contains("40 % running"), run.out());
    assertTrue(run.out().lines().noneMatch(line -> line.contains("\u001b")), run.out());
  }

  @Test
  void aServiceThatWantsToBeAskedLaterIs() {
    AtomicInteger asked = new AtomicInteger();
    service.on(
        "GET /v1/videos/mv-1",
        exchange -> {
          boolean busy = asked.incrementAndGet() < 3;
          exchange.getResponseHeaders().add("Retry-After", "0");
          ScriptedService.json(
              exchange, busy ? 429 : 200, busy ? "{\"detail\":\"Too many.\"}" : Jobs.COMPLETED);
        });
    CommandRun run = run();
    assertEquals(0, watch(run), run::err);
    assertEquals(3, asked.get());
  }

  @Test
  void aTerminalIsDrawnAgainInPlace() {
    service.on(
        "GET /v1/videos/mv-1/events",
        exchange -> stream(exchange, event("", "progress", Jobs.COMPLETED)));
    CommandRun run =
        new CommandRun(
            Map.of("MAKE_VIDEO_HOME", folder.resolve("home").toString()),
            folder,
            FakeService::new,
            new Console.Terminal(true, true, 60));
    assertEquals(0, watch(run), run::err);
    assertTrue(run.out().contains("\u001b[1A\u001b[2K"), run.out());
    assertTrue(run.out().contains("make-video download mv-1"), run.out());
  }

  @Test
  void aCancelledJobAndOneThatIsNotThereHaveTheirExitCodes() {
    service.on("GET /v1/videos/mv-1", 200, Jobs.CANCELLED);
    assertEquals(4, watch(run()));
    service.on("GET /v1/videos/mv-1", 404, "{\"detail\":\"There is no job mv-1.\"}");
    assertEquals(5, watch(run()));
  }

  @Test
  void anEventWithoutAnEndIsNoReasonToFillTheMemory() {
    AtomicInteger asked = new AtomicInteger();
    service.on(
        "GET /v1/videos/mv-1",
        exchange ->
            ScriptedService.json(
                exchange, 200, asked.incrementAndGet() < 2 ? Jobs.RUNNING : Jobs.COMPLETED));
    service.on(
        "GET /v1/videos/mv-1/events",
        exchange -> {
          stream(exchange, "event: progress\ndata: ");
          byte[] piece = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 1_000; i++) { // the client goes long before
            exchange.getResponseBody().write(piece);
          }
        });
    assertEquals(0, watch(run()));
  }
}
