package dev.makevideo.checks.chaos;

import dev.makevideo.testkit.SourceCalls.Trouble;
import dev.makevideo.testkit.SourceServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sources fail in turn, each in every way, one at a time; then all are well. Begins with its
 * construction. Thread-safe.
 */
final class TroublesInTurn implements AutoCloseable {
  private static final List<Trouble> WAYS =
      List.of(Trouble.FAILS, Trouble.THROTTLES, Trouble.HANGS, Trouble.CLOSES);

  private final List<SourceServer> sources;
  private final Duration lasts;
  private final long started = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable SourceServer failing;
  private volatile int begun;

  TroublesInTurn(List<SourceServer> sources, Duration lasts) {
    this.sources = List.copyOf(sources);
    this.lasts = lasts;
    thread = new Thread(this::run, "troubles");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (int i = 0; i < WAYS.size() * sources.size(); i++) {
        SourceServer source = sources.get(i % sources.size());
        failing = source;
        begun = i + 1;
        source.turn(WAYS.get(i / sources.size()));
        boolean ends = closed.await(lasts.toMillis(), TimeUnit.MILLISECONDS);
        source.turn(Trouble.NONE);
        if (ends) {
          return;
        }
      }
      failing = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The one that fails now. */
  @Nullable SourceServer failing() {
    return failing;
  }

  /** How many troubles began. */
  int begun() {
    return begun;
  }

  /** The time since the first one began. */
  Duration since() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Ends them, and waits until all sources are well. */
  @Override
  public void close() throws InterruptedException {
    closed.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(10));
  }
}
