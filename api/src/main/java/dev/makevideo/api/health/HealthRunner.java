package dev.makevideo.api.health;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks side by side, each within its own limit. However many ask, they run once a second at
 * the most. Thread-safe.
 */
final class HealthRunner implements AutoCloseable {
  private static final String SERVICE = "make-video";
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final HealthReport.Entry NOT_CHECKED =
      new HealthReport.Entry(false, "not checked here", 0);
  private static final Duration GOOD_FOR = Duration.ofSeconds(1);

  /** A check that hangs holds its thread; beyond these the next is reported as hanging too. */
  private static final int MOST_THREADS = 32;

  private final List<HealthCheck> checks;
  private final String version;
  private final Clock clock;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "health-check");
            thread.setDaemon(true);
            return thread;
          },
          (task, pool) -> ((java.util.concurrent.FutureTask<?>) task).cancel(false));

  private final ConcurrentHashMap<String, HealthReport> alone = new ConcurrentHashMap<>();
  private @Nullable HealthReport last;

  private record Outcome(HealthCheck check, HealthCheck.Finding finding, long latencyMs) {}

  HealthRunner(List<HealthCheck> checks, String version, Clock clock) {
    this.checks = List.copyOf(checks);
    this.version = version;
    this.clock = clock;
  }

  /** All checks. */
  synchronized HealthReport report() {
    HealthReport known = last;
    if (known != null && isFresh(known)) {
      return known;
    }
    HealthReport report = report(checks);
    last = report;
    return report;
  }

  /** One check alone; whoever asks while it runs gets the same answer. */
  HealthReport.Entry entry(String name) {
    List<HealthCheck> some = checks.stream().filter(check -> check.name().equals(name)).toList();
    HealthReport report =
        alone.compute(
            name, (same, known) -> known != null && isFresh(known) ? known : report(some));
    return report.checks().getOrDefault(name, NOT_CHECKED);
  }

  private boolean isFresh(HealthReport report) {
    return report.timestamp().plus(GOOD_FOR).isAfter(clock.instant());
  }

  private HealthReport report(List<HealthCheck> some) {
    long end = System.nanoTime() + LIMIT.toNanos();
    Map<HealthCheck, Future<Outcome>> running = new LinkedHashMap<>();
    for (HealthCheck check : some) {
      running.put(check, threads.submit(() -> run(check)));
    }
    Map<String, HealthReport.Entry> entries = new LinkedHashMap<>();
    String status = "healthy";
    for (Map.Entry<HealthCheck, Future<Outcome>> entry : running.entrySet()) {
      Outcome outcome = await(entry.getKey(), entry.getValue(), end);
      HealthCheck.State state = outcome.finding().state();
      entries.put(
          outcome.check().name(),
          new HealthReport.Entry(
              state != HealthCheck.State.BAD, outcome.finding().details(), outcome.latencyMs()));
      if (state == HealthCheck.State.BAD && outcome.check().isVital()) {
        status = "unhealthy";
      } else if (state != HealthCheck.State.WELL && status.equals("healthy")) {
        status = "degraded";
      }
    }
    return new HealthReport(status, SERVICE, version, entries, clock.instant());
  }

  private static Outcome run(HealthCheck check) {
    long started = System.nanoTime();
    HealthCheck.Finding finding;
    try {
      finding = check.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      finding = HealthCheck.bad("interrupted");
    } catch (Exception e) {
      String message = e.getMessage();
      finding = HealthCheck.bad(message == null ? e.getClass().getSimpleName() : message);
    }
    return new Outcome(check, finding, (System.nanoTime() - started) / 1_000_000);
  }

  private static Outcome await(HealthCheck check, Future<Outcome> future, long end) {
    try {
      return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome(check, HealthCheck.bad("interrupted"), 0);
    } catch (ExecutionException e) {
      return new Outcome(check, HealthCheck.bad(String.valueOf(e.getCause())), 0);
    } catch (TimeoutException | java.util.concurrent.CancellationException e) {
      future.cancel(true);
      return new Outcome(
          check, HealthCheck.bad("no answer within " + LIMIT.toSeconds() + " s"), LIMIT.toMillis());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
