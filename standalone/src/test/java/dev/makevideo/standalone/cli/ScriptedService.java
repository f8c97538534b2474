package dev.makevideo.standalone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A service that answers what a test says, also what no service should. */
final class ScriptedService implements AutoCloseable {
  /** Answers one request. */
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> lastEventIds = new CopyOnWriteArrayList<>();
  final List<String> ranges = new CopyOnWriteArrayList<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  final List<String> bodies = new CopyOnWriteArrayList<>();

  /** How many uploads were begun. */
  final AtomicInteger begun = new AtomicInteger();

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ScriptedService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    on("GET /livez", exchange -> json(exchange, 200, "{\"status\":\"alive\"}"));
    server.start();
  }

  /** What is answered to this method and path; the query is not looked at. */
  ScriptedService on(String request, Script script) {
    scripts.put(request, script);
    return this;
  }

  ScriptedService on(String request, int status, String body) {
    return on(request, exchange -> json(exchange, status, body));
  }

  /** Takes an upload, which may be sent and withdrawn; they are called u1, u2 and so on. */
  void begin(HttpExchange post) throws IOException {
    String id = "u" + begun.incrementAndGet();
    on("PATCH /v1/uploads/" + id, patch -> patch.sendResponseHeaders(204, -1));
    on("DELETE /v1/uploads/" + id, delete -> delete.sendResponseHeaders(204, -1));
    json(post, 201, "{\"id\":\"" + id + "\"}");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static void json(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    note(exchange, "Last-Event-ID", lastEventIds);
    note(exchange, "Range", ranges);
    note(exchange, "Idempotency-Key", keys);
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (body.length > 0) {
        bodies.add(new String(body, StandardCharsets.ISO_8859_1));
      }
      Script script =
          scripts.getOrDefault(
              exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
              missing -> json(missing, 404, "{\"detail\":\"There is no such thing.\"}"));
      script.answer(exchange);
    }
  }

  private static void note(HttpExchange exchange, String header, List<String> seen) {
    @Nullable String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      seen.add(value);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
