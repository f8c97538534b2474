package dev.makevideo.standalone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.standalone.embedded.ServiceStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Answers like the API, from a list of states that a job goes through. */
final class FakeService implements ServiceStack {
  static final String FILE = "the finished file";

  static final String SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";

  static final String QUEUES =
      """
      {"queues":[{"name":"make-video","waiting":0,"oldest_seconds":0,"workers":["w-1@a"]},
        {"name":"make-video-io","waiting":12,"oldest_seconds":75.2,"running":3,"slots":4,
         "workers":["w-1@a","w-2@b"],"no_room":"disk: 2 GB free (w-1@a)"},
        {"name":"make-video-cpu","workers":[]}],
       "unknown":["what waits: Temporal says UNAVAILABLE"]}
      """;

  static final String HEALTH =
      """
      {"status":"degraded","checks":{"redis":{"healthy":true,"details":"PONG"},
        "video_downloader":{"healthy":false,"details":"500; next trial at 12:00"}}}
      """;

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> bodies = new CopyOnWriteArrayList<>();
  final List<@Nullable String> keys = new ArrayList<>();
  final Map<String, String> workerSettings = new java.util.concurrent.ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<Answer> states = new ConcurrentLinkedDeque<>();
  private final HttpServer server;
  private volatile boolean closed;

  private record Answer(int status, String body) {}

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
  }

  /** The job's next state; the last one stays. */
  FakeService then(String state) {
    states.add(new Answer(200, state));
    return this;
  }

  /** An answer that is not a state. */
  FakeService thenStatus(int status, String body) {
    states.add(new Answer(status, body));
    return this;
  }

  URI start() {
    server.start();
    return url();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  boolean isClosed() {
    return closed;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(exchange.getRequestMethod() + " " + path);
    synchronized (keys) {
      keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = answer(exchange.getRequestMethod(), path, body);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer answer(String method, String path, String body) {
    if (path.equals("/livez")) {
      return new Answer(200, "{\"status\":\"alive\"}");
    }
    if (path.endsWith("/events")) {
      return new Answer(404, "{\"detail\":\"no stream\"}");
    }
    if (method.equals("GET") && path.startsWith("/v1/videos?")) {
      return new Answer(200, "{\"jobs\":[" + states.getFirst().body() + "]}");
    }
    if (path.equals("/v1/queues")) {
      return new Answer(200, QUEUES);
    }
    if (path.equals("/health")) {
      return new Answer(503, HEALTH);
    }
    if (path.endsWith("/file")) {
      return new Answer(200, FILE);
    }
    if (path.contains("/subtitles.")) {
      return new Answer(200, SUBTITLES);
    }
    if (method.equals("POST") && path.equals("/v1/videos")) {
      bodies.add(body);
      return states.getFirst().status() == 422
          ? states.getFirst()
          : new Answer(
              202, "{\"id\":\"mv-1\",\"status\":\"queued\",\"warnings\":[\"it is quiet\"]}");
    }
    if (method.equals("POST")
        && (path.startsWith("/v1/conversations") || path.endsWith("/rerender"))) {
      bodies.add(body);
    }
    return states.size() > 1 ? states.removeFirst() : states.getFirst();
  }

  @Override
  public void startWorker(Map<String, String> environment) {
    workerSettings.putAll(environment);
  }

  @Override
  public URI startApi(Map<String, String> environment) {
    return start();
  }

  @Override
  public void close() {
    closed = true;
    server.stop(0);
  }
}
