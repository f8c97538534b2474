package dev.makevideo.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.testkit.SourceCalls.Kind;
import dev.makevideo.testkit.SourceCalls.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for a clip source on loopback: a search that its subclass answers in the source's own
 * form, and the media. It can be told to misbehave. Thread-safe.
 */
public abstract class SourceServer implements AutoCloseable {
  private static final Duration MEETING = Duration.ofMillis(500);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> media = new ConcurrentHashMap<>();
  private final Queue<Reply> next = new ArrayDeque<>();
  private final Map<Integer, Reply> planned = new ConcurrentHashMap<>();
  private final SourceCalls calls = new SourceCalls();
  private final SourceTroubles troubles = new SourceTroubles(calls);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile CountDownLatch meeting = new CountDownLatch(0);
  private volatile CountDownLatch searchMeeting = new CountDownLatch(0);
  private volatile Map<String, String> lastHeaders = Map.of();
  private volatile Duration searchTakes = Duration.ZERO;
  private volatile Duration mediaTake = Duration.ZERO;

  /** What a search answers. */
  public record Reply(int status, Map<String, String> headers, String type, String body) {
    /** A JSON document. */
    public static Reply json(String body) {
      return new Reply(200, Map.of(), "application/json; charset=utf-8", body);
    }

    /** A status with a header and a web page. */
    public static Reply page(int status, Map<String, String> headers) {
      return new Reply(
          status, headers, "text/html", "<!DOCTYPE html><title>" + status + "</title>");
    }
  }

  /**
   * @param path of the searches
   */
  protected SourceServer(String path) throws IOException {
    this(path, "127.0.0.1");
  }

  /**
   * @param address of loopback: several stand-ins that are to be several hosts have several
   */
  protected SourceServer(String path, String address) throws IOException {
    InetAddress host = InetAddress.getByName(address);
    if (!host.isLoopbackAddress()) {
      throw new IllegalArgumentException("address is " + address + "; allowed: loopback's");
    }
    server = HttpServer.create(new InetSocketAddress(host, 0), 64);
    server.createContext(path, this::searched);
    server.createContext("/media/", this::downloaded);
    server.setExecutor(threads);
    server.start();
  }

  /** Its base URL. */
  public String url() {
    return "http://"
        + server.getAddress().getAddress().getHostAddress()
        + ":"
        + server.getAddress().getPort();
  }

  /** Answers the next search so, whatever it asks; several are used up in their order. */
  public void answerNext(Reply reply) {
    synchronized (next) {
      next.add(reply);
    }
  }

  /**
   * Answers one search so, whatever it asks.
   *
   * @param number of the search, from 1
   */
  public void answer(int number, Reply reply) {
    planned.put(number, reply);
  }

  /** Offers bytes under a name; the address is the result. */
  public String offer(String name, byte[] bytes) {
    media.put("/media/" + name, bytes);
    return url() + "/media/" + name;
  }

  /** Takes media away. */
  public void forget(String name) {
    media.remove("/media/" + name);
  }

  /** Queries of all searches, as they came. */
  public List<String> searches() {
    return calls.wanted(Kind.SEARCH);
  }

  /** Paths of all media that were asked for. */
  public List<String> downloads() {
    return calls.wanted(Kind.MEDIA);
  }

  /** Headers of the last request, by their names in lower case. */
  public Map<String, String> lastHeaders() {
    return lastHeaders;
  }

  /** The most searches that were in progress at a time. */
  public int mostAtOnce() {
    return calls.mostAtOnce(Kind.SEARCH);
  }

  /** Lets downloads wait for each other until so many are there, for half a second at the most. */
  public void letDownloadsMeet(int number) {
    meeting = new CountDownLatch(number);
  }

  /** As {@link #letDownloadsMeet}. */
  public void letSearchesMeet(int number) {
    searchMeeting = new CountDownLatch(number);
  }

  /** The most downloads that were in progress at a time. */
  public int mostDownloadsAtOnce() {
    return calls.mostAtOnce(Kind.MEDIA);
  }

  /** All calls so far. */
  public SourceCalls calls() {
    return calls;
  }

  /** From now on searches and media are so; what hangs is let go. */
  public void turn(Trouble now) {
    troubles.turn(now);
  }

  /** How long an answer that is good takes. */
  public void pace(Duration search, Duration media) {
    searchTakes = search;
    mediaTake = media;
  }

  /** The answer in the source's own form. */
  protected abstract Reply search(
      String path, Map<String, String> query, Map<String, String> headers);

  private void searched(HttpExchange exchange) throws IOException {
    String raw = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    try (SourceCalls.Running running = calls.begin(Kind.SEARCH);
        exchange) {
      meet(searchMeeting);
      if (troubles.spoils(exchange, Kind.SEARCH, raw, running)) {
        return;
      }
      SourceTroubles.rest(closed, searchTakes);
      Map<String, String> headers = headers(exchange);
      Reply reply;
      synchronized (next) {
        reply = next.poll();
      }
      if (reply == null) {
        reply = planned.remove(calls.of(Kind.SEARCH).size());
      }
      if (reply == null) {
        reply = search(exchange.getRequestURI().getPath(), parameters(raw), headers);
      }
      reply.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      exchange.getResponseHeaders().add("Content-Type", reply.type());
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      running.close(); // before the client knows that it is over
      exchange.getResponseBody().write(body);
    }
  }

  private void downloaded(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (SourceCalls.Running running = calls.begin(Kind.MEDIA);
        exchange) {
      headers(exchange);
      meet(meeting);
      if (troubles.spoils(exchange, Kind.MEDIA, path, running)) {
        return;
      }
      SourceTroubles.rest(closed, mediaTake);
      byte[] bytes = media.get(path);
      if (bytes == null) {
        running.close();
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().add("Content-Type", "video/mp4");
      exchange.sendResponseHeaders(200, bytes.length);
      running.close(); // before the client knows that it is over
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void meet(CountDownLatch all) {
    all.countDown();
    SourceTroubles.rest(all, MEETING);
  }

  private Map<String, String> headers(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    lastHeaders = Map.copyOf(headers);
    return lastHeaders;
  }

  private static Map<String, String> parameters(String raw) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A JSON string. */
  protected static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  /** A whole number among the parameters. */
  protected static int number(Map<String, String> query, String name, int otherwise) {
    return Integer.parseInt(query.getOrDefault(name, Integer.toString(otherwise)));
  }

  @Override
  public void close() {
    closed.countDown();
    troubles.turn(Trouble.NONE);
    server.stop(0);
    threads.shutdownNow();
  }
}
