package dev.makevideo.checks.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A search that always finds, and a transcriber that listens until it is let speak. With {@link
 * DownloadService} they are all that a job calls. Thread-safe.
 */
public final class Services implements AutoCloseable {
  private static final long LONGEST_LISTENING_SECONDS = 100;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch spoken = new CountDownLatch(1);
  private final AtomicInteger searches = new AtomicInteger();
  private final AtomicInteger heard = new AtomicInteger();
  private final AtomicInteger transcriptions = new AtomicInteger();
  private final DownloadService downloads;
  private final int found;

  /**
   * @param found how many clips a search finds, other ones for each query
   */
  public Services(DownloadService downloads, int found) throws IOException {
    this.downloads = downloads;
    this.found = found;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/search", this::search);
    server.createContext("/v1/audio/transcriptions", this::transcribe);
    server.setExecutor(threads);
    server.start();
  }

  /** What tells the product of them. */
  public Map<String, String> settings() {
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "YOUTUBE_SEARCH_URL",
        base,
        "AUDIO_TRANSCRIBER_URL",
        base + "/v1",
        "VIDEO_DOWNLOADER_URL",
        downloads.url());
  }

  private void search(HttpExchange exchange) throws IOException {
    searches.incrementAndGet();
    String query =
        URLDecoder.decode(
            exchange.getRequestURI().getRawQuery().replaceAll(".*q=([^&]*).*", "$1"),
            StandardCharsets.UTF_8);
    String items =
        IntStream.range(0, found)
            .mapToObj(i -> "{\"url\":\"clip:" + query + "/" + i + "\"}")
            .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    answer(exchange, items);
  }

  private void transcribe(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    heard.incrementAndGet();
    try {
      if (!spoken.await(LONGEST_LISTENING_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("the transcriber was not let speak");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    transcriptions.incrementAndGet();
    answer(
        exchange,
        "{\"words\":[{\"word\":\"Hello\",\"start\":0.1,\"end\":0.6},"
            + "{\"word\":\"world\",\"start\":0.7,\"end\":1.2}]}");
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Lets the transcriber answer, from now on. */
  public void speak() {
    spoken.countDown();
  }

  /** How often somebody searched. */
  public int searches() {
    return searches.get();
  }

  /** How often the transcriber was given something to listen to. */
  public int heard() {
    return heard.get();
  }

  /** How often the transcriber answered. */
  public int transcriptions() {
    return transcriptions.get();
  }

  @Override
  public void close() {
    spoken.countDown();
    server.stop(0);
    threads.shutdownNow();
    downloads.close();
  }
}
