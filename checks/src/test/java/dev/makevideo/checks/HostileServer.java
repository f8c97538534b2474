package dev.makevideo.checks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** Answers on loopback whose trouble lies in HTTP and not in the file. Thread-safe. */
final class HostileServer implements AutoCloseable {
  private static final int PIECE = 1 << 16;
  private static final int UNFOLDED = 1 << 30;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] packed = packed();

  /**
   * @param fileUrl where a redirect leads that must not be followed
   */
  HostileServer(String fileUrl) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/endless.mp4", HostileServer::endless);
    server.createContext("/unfolds.mp4", this::unfolds);
    server.createContext("/to-a-file.mp4", exchange -> redirect(exchange, fileUrl));
    server.createContext("/to-itself.mp4", exchange -> redirect(exchange, "/to-itself.mp4"));
    server.setExecutor(threads);
    server.start();
  }

  /** All addresses. */
  List<String> urls() {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    return List.of(
        base + "/endless.mp4",
        base + "/unfolds.mp4",
        base + "/to-a-file.mp4",
        base + "/to-itself.mp4");
  }

  private static void endless(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      byte[] piece = new byte[PIECE];
      while (true) {
        body.write(piece); // ends when the client has had enough
      }
    }
  }

  private void unfolds(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, packed.length);
      exchange.getResponseBody().write(packed);
    }
  }

  /** A megabyte that unfolds to a gibibyte. */
  private static byte[] packed() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      byte[] piece = new byte[PIECE];
      for (int i = 0; i < UNFOLDED / PIECE; i++) {
        out.write(piece);
      }
    }
    return packed.toByteArray();
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
