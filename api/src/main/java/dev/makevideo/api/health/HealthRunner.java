package dev.makevideo.api.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks side by side, each within its own limit. However many ask, each runs once a second at
 * the most, and whoever asks while answers are a little old gets these at once: nobody's thread
 * waits for a check. Thread-safe.
 */
final class HealthRunner implements AutoCloseable {
  private static final String SERVICE = "make-video";
  private static final HealthReport.Entry NOT_CHECKED =
      new HealthReport.Entry(false, "not checked here", 0);
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);

  /** Older than this, the next one is waited for. */
  private static final Duration USABLE_FOR = Duration.ofSeconds(3);

  private final String version;
  private final Clock clock;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "health-check");
            thread.setDaemon(true);
            return thread;
          });

  /** No more threads than these: each runs at most once at a time. */
  private final Map<String, Probe> probes = new LinkedHashMap<>();

  private @Nullable HealthReport last;
  private @Nullable CompletableFuture<HealthReport> running;

  HealthRunner(List<HealthCheck> checks, String version, Clock clock) {
    for (HealthCheck check : checks) {
      probes.put(check.name(), new Probe(check, threads, clock));
    }
    this.version = version;
    this.clock = clock;
  }

  /** All checks; complete at once if they ran lately, and else within the limit of one. */
  CompletableFuture<HealthReport> report() {
    CompletableFuture<HealthReport> next;
    synchronized (this) {
      if (isYounger(last, GOOD_FOR)) {
        return CompletableFuture.completedFuture(last);
      }
      next = running;
      if (next == null) {
        next = new CompletableFuture<>();
        running = next;
      } else if (isYounger(last, USABLE_FOR)) {
        return CompletableFuture.completedFuture(last);
      } else {
        return next;
      }
    }
    start(next);
    synchronized (this) {
      return isYounger(last, USABLE_FOR) ? CompletableFuture.completedFuture(last) : next;
    }
  }

  private boolean isYounger(@Nullable HealthReport report, Duration age) {
    return report != null && report.timestamp().plus(age).isAfter(clock.instant());
  }

  private void start(CompletableFuture<HealthReport> next) {
    Map<Probe, CompletableFuture<Probe.Outcome>> looks = new LinkedHashMap<>();
    for (Probe probe : probes.values()) {
      looks.put(probe, probe.look());
    }
    var unused =
        CompletableFuture.allOf(looks.values().toArray(CompletableFuture<?>[]::new))
            .whenComplete(
                (done, never) -> {
                  HealthReport report = made(looks);
                  synchronized (this) {
                    last = report;
                    running = null;
                  }
                  next.complete(report);
                });
  }

  private HealthReport made(Map<Probe, CompletableFuture<Probe.Outcome>> looks) {
    Map<String, HealthReport.Entry> entries = new LinkedHashMap<>();
    String status = "healthy";
    for (Map.Entry<Probe, CompletableFuture<Probe.Outcome>> look : looks.entrySet()) {
      Probe.Outcome outcome = look.getValue().join();
      HealthCheck check = look.getKey().check();
      entries.put(check.name(), entry(outcome));
      HealthCheck.State state = outcome.finding().state();
      if (state == HealthCheck.State.BAD && check.isVital()) {
        status = "unhealthy";
      } else if (state != HealthCheck.State.WELL && status.equals("healthy")) {
        status = "degraded";
      }
    }
    Instant now = clock.instant();
    return new HealthReport(status, SERVICE, version, entries, now);
  }

  /** One check alone; whoever asks while it runs gets the same answer. */
  CompletableFuture<HealthReport.Entry> entry(String name) {
    Probe probe = probes.get(name);
    return probe == null
        ? CompletableFuture.completedFuture(NOT_CHECKED)
        : probe.look(GOOD_FOR).thenApply(HealthRunner::entry);
  }

  private static HealthReport.Entry entry(Probe.Outcome outcome) {
    HealthCheck.Finding finding = outcome.finding();
    return new HealthReport.Entry(
        finding.state() != HealthCheck.State.BAD, finding.details(), outcome.latencyMs());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
