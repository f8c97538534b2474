package dev.makevideo.checks.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Serves the files of one folder on loopback, each at a pace, and counts how often each was asked
 * for. Thread-safe.
 */
public final class ClipServer implements AutoCloseable {
  private static final int PIECES = 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicInteger> requests = new ConcurrentSkipListMap<>();
  private final AtomicInteger sending = new AtomicInteger();
  private final List<Path> files;
  private final Duration pace;

  /**
   * @param pace how long one file takes to arrive
   */
  public ClipServer(List<Path> files, Duration pace) throws IOException {
    this.files = List.copyOf(files);
    this.pace = pace;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(1);
      Path file =
          files.stream()
              .filter(f -> f.getFileName().toString().equals(name))
              .findAny()
              .orElse(null);
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      requests.computeIfAbsent(name, n -> new AtomicInteger()).incrementAndGet();
      byte[] bytes = Files.readAllBytes(file);
      exchange.getResponseHeaders().set("Content-Type", "video/mp4");
      exchange.sendResponseHeaders(200, bytes.length);
      sending.incrementAndGet();
      try (OutputStream body = exchange.getResponseBody()) {
        for (int piece = 0; piece < PIECES; piece++) {
          int from = (int) ((long) bytes.length * piece / PIECES);
          int to = (int) ((long) bytes.length * (piece + 1) / PIECES);
          body.write(bytes, from, to - from);
          body.flush();
          LockSupport.parkNanos(pace.toNanos() / PIECES);
        }
      } finally {
        sending.decrementAndGet();
      }
    }
  }

  /** One URL a line, in the order of the files. */
  public String urls() {
    return files.stream()
        .map(file -> "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file.getFileName())
        .collect(Collectors.joining("\n"));
  }

  /** How many files are on their way now. */
  public int sending() {
    return sending.get();
  }

  /** How many requests there were. */
  public int total() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How many requests were for a file that had been asked for before. */
  public int repeated() {
    return requests.values().stream().mapToInt(count -> count.get() - 1).sum();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        System.err.println("clip server's threads did not end in 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
