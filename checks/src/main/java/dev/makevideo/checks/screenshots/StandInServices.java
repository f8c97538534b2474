package dev.makevideo.checks.screenshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * The search service and the downloader by their contracts, on loopback. What becomes of a download
 * stands in its address: {@code …/KIND/N} with KIND ok, slow, busy, broken or gone. Thread-safe.
 */
final class StandInServices implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<Path> clips;
  private final Duration slow;

  /**
   * @param slow how long a download of the slow kind takes to begin
   */
  StandInServices(List<Path> clips, Duration slow) throws IOException {
    this.clips = List.copyOf(clips);
    this.slow = slow;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/search", this::search);
    server.createContext("/download", this::download);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void search(HttpExchange exchange) throws IOException {
    try (exchange) {
      String query =
          URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
      ObjectNode answer = json.createObjectNode();
      ArrayNode items = answer.putArray("items");
      int number = 0;
      for (String kind : Plan.of(query)) {
        number++;
        String phrase = query.replaceAll("^q=|&limit.*$", "");
        ObjectNode item = items.addObject();
        item.put("id", "c" + number).put("title", phrase + " " + number);
        item.put(
            "url", "https://example.org/" + phrase.replace(' ', '-') + "/" + kind + "/" + number);
      }
      byte[] body = json.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void download(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked = json.readTree(exchange.getRequestBody());
      String[] parts = asked.path("url").asText().split("/");
      String kind = parts[parts.length - 2];
      int number = Integer.parseInt(parts[parts.length - 1]);
      switch (kind) {
        case "busy" -> {
          exchange.getResponseHeaders().set("Retry-After", "900");
          exchange.sendResponseHeaders(429, -1);
        }
        case "broken" -> exchange.sendResponseHeaders(500, -1);
        case "gone" -> exchange.sendResponseHeaders(404, -1);
        default -> send(exchange, clips.get(number % clips.size()), kind.equals("slow"));
      }
    }
  }

  private void send(HttpExchange exchange, Path clip, boolean slowly) throws IOException {
    if (slowly) {
      LockSupport.parkNanos(slow.toNanos());
    }
    byte[] bytes = Files.readAllBytes(clip);
    exchange.getResponseHeaders().set("Content-Type", "video/mp4");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
