package dev.makevideo.api.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one check, at most once at a time, and answers for it within a limit. A check that does not
 * heed its interruption is waited for by the next look, so that it never holds a second thread.
 * Thread-safe.
 */
final class Probe {
  /** The whole answer comes within a second, with time to spare for sending it. */
  static final Duration LIMIT = Duration.ofMillis(800);

  /** One slow answer is no outage: what was well so lately is only worrying. */
  private static final Duration WELL_LATELY = Duration.ofSeconds(10);

  private final HealthCheck check;
  private final ExecutorService threads;
  private final Clock clock;
  private @Nullable CompletableFuture<Outcome> running;
  private @Nullable Outcome last;
  private @Nullable Instant lastWell;

  /**
   * @param at when it was known
   */
  record Outcome(HealthCheck.Finding finding, long latencyMs, Instant at) {}

  Probe(HealthCheck check, ExecutorService threads, Clock clock) {
    this.check = check;
    this.threads = threads;
    this.clock = clock;
  }

  HealthCheck check() {
    return check;
  }

  /** What was found lately, or else what is found now. */
  CompletableFuture<Outcome> look(Duration lately) {
    synchronized (this) {
      if (last != null && last.at().plus(lately).isAfter(clock.instant())) {
        return CompletableFuture.completedFuture(last);
      }
    }
    return look();
  }

  /** Looks now; complete within the limit. */
  synchronized CompletableFuture<Outcome> look() {
    CompletableFuture<Outcome> answer = running;
    if (answer == null) {
      CompletableFuture<Outcome> started = new CompletableFuture<>();
      running = started;
      Future<?> task = threads.submit(() -> run(started));
      answer = started;
      // Past the limit it is told to stop; what it says then is of no use to those who waited.
      var unused =
          started
              .copy()
              .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (outcome, late) -> {
                    if (late != null) {
                      task.cancel(true);
                    }
                  });
    }
    return answer
        .copy()
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> hanging());
  }

  private void run(CompletableFuture<Outcome> outcome) {
    long started = System.nanoTime();
    HealthCheck.Finding finding;
    try {
      finding = check.look();
    } catch (InterruptedException e) {
      // The thread belongs to the pool; nobody above it asks whether it was interrupted.
      outcome.complete(given(hanging()));
      return;
    } catch (Exception e) {
      String message = e.getMessage();
      finding = HealthCheck.bad(message == null ? e.getClass().getSimpleName() : message);
    }
    long took = (System.nanoTime() - started) / 1_000_000;
    Outcome found = given(new Outcome(finding, took, clock.instant()));
    synchronized (this) {
      if (finding.state() != HealthCheck.State.BAD) {
        lastWell = found.at();
      }
    }
    outcome.complete(found);
  }

  /** The check is over: the next look starts it again. */
  private synchronized Outcome given(Outcome found) {
    running = null;
    last = found;
    return found;
  }

  private synchronized Outcome hanging() {
    Instant now = clock.instant();
    String late = "no answer within " + LIMIT.toMillis() + " ms";
    boolean wellLately = lastWell != null && lastWell.plus(WELL_LATELY).isAfter(now);
    HealthCheck.Finding finding =
        wellLately
            ? HealthCheck.worrying(late + "; the last one came at " + lastWell)
            : HealthCheck.bad(late);
    return new Outcome(finding, LIMIT.toMillis(), now);
  }
}
