package dev.makevideo.checks.chaos.front;

import dev.makevideo.checks.rig.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Asks a server whether it lives, over and over, and how long each answer took. */
final class LiveProbe implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  /** Longer than the client waits for it. */
  private static final Duration LAST_ANSWER = Duration.ofSeconds(30);

  private final Client client;
  private final String path;
  private final LongSupplier nanos;
  private final List<Long> micros = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = new Thread(this::ask, "live-probe");

  LiveProbe(Client client, String path) {
    this(client, path, System::nanoTime);
  }

  /** By another clock. */
  LiveProbe(Client client, String path, LongSupplier nanos) {
    this.nanos = nanos;
    this.client = client;
    this.path = path;
    thread.start();
  }

  private void ask() {
    try {
      do {
        long begun = nanos.getAsLong();
        int status = client.get(path).statusCode();
        micros.add((nanos.getAsLong() - begun) / 1_000);
        if (status != 200) {
          failures.add("HTTP " + status);
        }
      } while (!ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      failures.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends it, and waits for the answer that it is waiting for: a slow one is the one that counts.
   */
  LiveAnswers end() throws InterruptedException {
    close();
    return new LiveAnswers(micros, failures);
  }

  @Override
  public void close() throws InterruptedException {
    ended.countDown();
    thread.join(LAST_ANSWER.toMillis());
    if (thread.isAlive()) {
      failures.add("no answer in " + LAST_ANSWER);
    }
  }
}
