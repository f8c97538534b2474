package dev.makevideo.coordination.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has each key computed by one thread of this process at a time. Thread-safe. */
final class Flights {
  /** How long one waits for another's work before doing it as well. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ConcurrentMap<String, CompletableFuture<Optional<String>>> flights =
      new ConcurrentHashMap<>();

  /** Computes. */
  @FunctionalInterface
  interface Work {
    Optional<String> run() throws IOException, InterruptedException;
  }

  /** Computes it, or waits for who does. */
  Optional<String> run(String key, Work work) throws IOException, InterruptedException {
    while (true) {
      CompletableFuture<Optional<String>> own = new CompletableFuture<>();
      CompletableFuture<Optional<String>> other = flights.putIfAbsent(key, own);
      if (other == null) {
        return lead(key, own, work);
      }
      try {
        return other.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return work.run();
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause != null && !(cause instanceof InterruptedException)) {
          throw new IOException("what another computes failed: " + cause.getMessage(), cause);
        }
      }
    }
  }

  private Optional<String> lead(String key, CompletableFuture<Optional<String>> own, Work work)
      throws IOException, InterruptedException {
    try {
      Optional<String> value = work.run();
      own.complete(value);
      return value;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(key, own);
    }
  }
}
