package dev.makevideo.checks.rig;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes jobs' events on loopback, after it has refused the first ones. Thread-safe. */
public final class EventReceiver implements AutoCloseable {
  private static final int TAKEN = 204;

  private final HttpServer server;
  private final Queue<Integer> refusals;
  private final AtomicInteger heard = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * @param refusals the statuses that the first attempts get
   */
  public EventReceiver(List<Integer> refusals) throws IOException {
    this.refusals = new ConcurrentLinkedQueue<>(refusals);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::hear);
    server.start();
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      heard.incrementAndGet();
      Integer refusal = refusals.poll();
      exchange.sendResponseHeaders(refusal == null ? TAKEN : refusal, -1);
      if (refusal == null) {
        taken.incrementAndGet();
      }
    }
  }

  /** Where events go. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
  }

  /** How many attempts arrived. */
  public int heard() {
    return heard.get();
  }

  /** How many events were taken. */
  public int taken() {
    return taken.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
