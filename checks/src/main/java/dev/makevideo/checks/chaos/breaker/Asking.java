package dev.makevideo.checks.chaos.breaker;

import dev.makevideo.coordination.breaker.Admission;
import dev.makevideo.coordination.breaker.CircuitBreaker;
import dev.makevideo.coordination.breaker.Denial;
import dev.makevideo.coordination.breaker.Permit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks with all threads at once, and holds what is granted until it is told to report. */
final class Asking {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Caller.THREADS,
          task -> {
            Thread thread = new Thread(task, "asking");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Permit> held = new ArrayList<>();

  /** What the threads were told: how many trials, how many calls of a closed breaker, denials. */
  record Told(int trials, int closed, int denied, long retryMs, long nano) {}

  /** Every thread asks once. */
  Told ask(CircuitBreaker breaker, Duration deadline) {
    int trials = 0;
    int closed = 0;
    int denied = 0;
    long retryMs = 0;
    for (Admission admission : admissions(() -> breaker.acquire(deadline))) {
      if (admission instanceof Permit permit) {
        held.add(permit);
        if (Kind.of(permit).isTrial()) {
          trials++;
        } else {
          closed++;
        }
      } else if (admission instanceof Denial denial) {
        denied++;
        retryMs = Math.max(retryMs, denial.retryIn().toMillis());
      }
    }
    return new Told(trials, closed, denied, retryMs, System.nanoTime());
  }

  private List<Admission> admissions(Callable<Admission> one) {
    List<Future<Admission>> asked = new ArrayList<>();
    for (int i = 0; i < Caller.THREADS; i++) {
      asked.add(threads.submit(one));
    }
    List<Admission> answers = new ArrayList<>();
    for (Future<Admission> answer : asked) {
      try {
        answers.add(answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("acquire did not answer", e);
      }
    }
    return answers;
  }

  /** Reports the same outcome for everything that is held. */
  Map<String, Object> report(String outcome) {
    int count = held.size();
    for (Permit permit : held) {
      report(permit, outcome);
    }
    held.clear();
    return Map.of("reported", count);
  }

  /** Fails so many calls in a row, if the breaker admits them. */
  Map<String, Object> fail(CircuitBreaker breaker, int times) {
    int failed = 0;
    for (int i = 0; i < times; i++) {
      if (breaker.acquire(LIMIT) instanceof Permit permit) {
        report(permit, "fail");
        failed++;
      }
    }
    return Map.of("failed", failed, "nano", System.nanoTime());
  }

  private static void report(Permit permit, String outcome) {
    switch (outcome) {
      case "ok" -> permit.ok();
      case "fail" -> permit.fail("HTTP 503");
      case "ignore" -> permit.ignore();
      default -> throw new IllegalArgumentException("no outcome " + outcome);
    }
  }
}
