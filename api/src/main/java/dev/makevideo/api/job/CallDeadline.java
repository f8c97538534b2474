package dev.makevideo.api.job;

import io.grpc.Context;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds calls to Temporal together with the SDK's own retries, which would go on for a minute: a
 * client of the API would rather hear soon that Temporal is away. Thread-safe.
 */
public final class CallDeadline implements AutoCloseable {
  private static final long SECONDS = 8;

  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "temporal-call-deadline");
            thread.setDaemon(true);
            return thread;
          });

  /** Runs the call; fails with DEADLINE_EXCEEDED or UNAVAILABLE when the time is up. */
  public <T> T call(Supplier<T> call) {
    try (Context.CancellableContext bounded =
        Context.current().withDeadlineAfter(SECONDS, TimeUnit.SECONDS, scheduler)) {
      Context before = bounded.attach();
      try {
        return call.get();
      } finally {
        bounded.detach(before);
      }
    }
  }

  /** As {@link #call}, without a result. */
  public void run(Runnable call) {
    Supplier<Boolean> done =
        () -> {
          call.run();
          return true;
        };
    call(done);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
