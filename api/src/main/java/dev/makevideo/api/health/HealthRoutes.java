package dev.makevideo.api.health;

import dev.makevideo.api.http.Json;
import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.api.http.Route;
import dev.makevideo.platform.telemetry.Metrics;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Health for people, for orchestrators and for Prometheus. Thread-safe. */
public final class HealthRoutes implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HealthRunner runner;
  private final Json json;
  private final Metrics metrics;
  private volatile boolean closing;

  public HealthRoutes(
      List<HealthCheck> checks, String version, Clock clock, Json json, Metrics metrics) {
    this.runner = new HealthRunner(checks, version, clock);
    this.json = json;
    this.metrics = metrics;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.open("/health", ctx -> answer(ctx, runner.report())),
        Route.open("/health/redis", this::redis),
        Route.open("/livez", ctx -> json.send(ctx, OK, Map.of("status", "alive"))),
        Route.open("/readyz", this::ready),
        Route.get("/metrics", this::metrics));
  }

  private void answer(Context ctx, HealthReport report) {
    json.send(ctx, report.isUnhealthy() ? UNAVAILABLE : OK, report);
  }

  private void redis(Context ctx) {
    HealthReport.Entry entry = runner.entry(RedisCheck.NAME);
    json.send(ctx, entry.healthy() ? OK : UNAVAILABLE, entry);
  }

  private void ready(Context ctx) {
    if (closing) {
      json.send(ctx, UNAVAILABLE, Map.of("status", "stopping"));
      return;
    }
    boolean usable = !runner.report().isUnhealthy();
    json.send(ctx, usable ? OK : UNAVAILABLE, Map.of("status", usable ? "ready" : "unhealthy"));
  }

  private void metrics(Context ctx) {
    if (!(metrics.registry() instanceof PrometheusMeterRegistry prometheus)) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "This process keeps no metrics for Prometheus.");
    }
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(prometheus.scrape());
  }

  /** From now on not ready. */
  public void drain() {
    closing = true;
  }

  @Override
  public void close() {
    runner.close();
  }
}
