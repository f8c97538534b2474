package dev.makevideo.checks.chaos.shared;

import static dev.makevideo.checks.rig.Expect.that;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.makevideo.checks.rig.JavaProcess;
import dev.makevideo.checks.rig.Scenario;
import dev.makevideo.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A service that answers 429 above a rate that nobody knows, and processes that would call it
 * without end: in a minute all together call it as often as it bears, and again when it bears more.
 */
public final class HiddenRate {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Duration COUNTED = Duration.ofSeconds(15);
  private static final double WITHIN = 0.2;
  private static final double BURST = 5;

  private final Scenario scenario;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private double rate;
  private double tokens = BURST;
  private long refilled = System.nanoTime();
  private long good;
  private long refused;

  public HiddenRate(Scenario scenario) {
    this.scenario = scenario;
  }

  /** At first at that rate, then at a half, then at the first again; a minute each. */
  public void run(int processes, double hidden) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
    List<JavaProcess> callers = new ArrayList<>();
    turnTo(hidden);
    try (RedisServer redis = new RedisServer(scenario.folder().resolve("redis"))) {
      for (int caller = 0; caller < processes; caller++) {
        callers.add(
            JavaProcess.start(
                SharedClient.class.getName(),
                List.of(
                    redis.url(),
                    "calls",
                    scenario.folder().resolve("calls-" + caller).toString(),
                    Integer.toString(server.getAddress().getPort())),
                Map.of(),
                scenario.folder().resolve("caller-" + caller + ".log")));
      }
      found("at_first", hidden);
      turnTo(hidden / 2);
      found("at_a_half", hidden / 2);
      turnTo(hidden);
      found("again", hidden);
    } finally {
      callers.forEach(JavaProcess::kill9);
      server.stop(0);
      threads.shutdownNow();
    }
  }

  private void found(String name, double hidden) {
    LockSupport.parkNanos(MINUTE.minus(COUNTED).toNanos());
    long before = counted(true);
    long refusedBefore = counted(false);
    LockSupport.parkNanos(COUNTED.toNanos());
    double found = (counted(true) - before) / (double) COUNTED.toSeconds();
    scenario.figure(name + "_hidden", hidden);
    scenario.figure(name + "_found", found);
    scenario.figure(name + "_refused", counted(false) - refusedBefore);
    that(
        name + ": " + found + " a second, hidden are " + hidden,
        Math.abs(found - hidden) <= WITHIN * hidden);
  }

  private synchronized void turnTo(double now) {
    rate = now;
  }

  private synchronized long counted(boolean answered) {
    return answered ? good : refused;
  }

  private synchronized boolean bears() {
    long now = System.nanoTime();
    tokens = Math.min(BURST, tokens + (now - refilled) * rate / 1e9);
    refilled = now;
    if (tokens >= 1) {
      tokens--;
      good++;
      return true;
    }
    refused++;
    return false;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(bears() ? 200 : 429, -1);
    }
  }
}
