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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
        Route.open("/health", ctx -> when(ctx, runner.report(), report -> answer(ctx, report))),
        Route.open(
            "/health/redis",
            ctx -> when(ctx, runner.entry(RedisCheck.NAME), entry -> answer(ctx, entry))),
        Route.open("/livez", ctx -> json.send(ctx, OK, Map.of("status", "alive"))),
        Route.open("/readyz", this::ready),
        Route.get("/metrics", this::metrics));
  }

  /** Answers when it is known; no thread waits for it. */
  private static <T> void when(Context ctx, CompletableFuture<T> known, Consumer<T> answer) {
    if (known.isDone()) {
      answer.accept(known.join());
    } else {
      ctx.future(() -> known.thenAccept(answer));
    }
  }

  private void answer(Context ctx, HealthReport report) {
    json.send(ctx, report.isUnhealthy() ? UNAVAILABLE : OK, report);
  }

  private void answer(Context ctx, HealthReport.Entry entry) {
    json.send(ctx, entry.healthy() ? OK : UNAVAILABLE, entry);
  }

  private void ready(Context ctx) {
    if (closing) {
      json.send(ctx, UNAVAILABLE, Map.of("status", "stopping"));
      return;
    }
    when(
        ctx,
        runner.report(),
        report ->
            json.send(
                ctx,
                report.isUnhealthy() ? UNAVAILABLE : OK,
                Map.of("status", report.isUnhealthy() ? "unhealthy" : "ready")));
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
