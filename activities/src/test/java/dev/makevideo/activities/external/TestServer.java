package dev.makevideo.activities.external;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real HTTP server on loopback that counts the requests of each path, and misbehaves on order.
 */
public final class TestServer implements AutoCloseable {
  private static final byte[] BLOCK = new byte[4096];

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  private final Map<String, String> bodies = new ConcurrentHashMap<>();

  /** What a path answers. */
  @FunctionalInterface
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  public TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  /** Answers all paths that start with {@code path}. */
  public TestServer on(String path, Answer answer) {
    server.createContext(
        path,
        exchange -> {
          String asked = exchange.getRequestURI().getPath();
          counts.computeIfAbsent(asked, key -> new AtomicInteger()).incrementAndGet();
          Map<String, String> sent = new ConcurrentHashMap<>();
          exchange.getRequestHeaders().forEach((name, values) -> sent.put(name, values.get(0)));
          headers.put(asked, sent);
          bodies.put(
              asked,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          try (exchange) {
            answer.to(exchange);
          }
        });
    return this;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public int count(String path) {
    AtomicInteger count = counts.get(path);
    return count == null ? 0 : count.get();
  }

  /** All requests. */
  public int total() {
    return counts.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** The headers of the last request of a path. */
  public Map<String, String> headers(String path) {
    return headers.getOrDefault(path, Map.of());
  }

  /** The body of the last request of a path. */
  public String body(String path) {
    return bodies.getOrDefault(path, "");
  }

  public static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  public static Answer status(int status, String header, String value) {
    return exchange -> {
      exchange.getResponseHeaders().add(header, value);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  public static Answer text(String type, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** Sends without end, until the client goes away. */
  public static Answer endless() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      while (true) {
        body.write(BLOCK);
      }
    };
  }

  /** Promises a thousand bytes and closes after ten. */
  public static Answer cutShort() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write(new byte[10]);
      exchange.getResponseBody().flush();
    };
  }

  /** Says nothing until the server is closed. */
  public Answer silent() {
    return exchange -> hold();
  }

  private void hold() {
    hold(60_000);
  }

  private void hold(long millis) {
    try {
      if (released.await(millis, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
