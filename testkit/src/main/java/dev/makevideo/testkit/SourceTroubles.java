package dev.makevideo.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.makevideo.testkit.SourceCalls.Call;
import dev.makevideo.testkit.SourceCalls.Kind;
import dev.makevideo.testkit.SourceCalls.Trouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a stand-in misbehaves just now. Thread-safe. */
final class SourceTroubles {
  /** What callers are asked for when it throttles. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** A little less than the 15 s after which a caller gives up: then his call is over. */
  private static final Duration CALLERS_SILENCE = Duration.ofMillis(14_500);

  private final SourceCalls calls;
  private State now = new State(Trouble.NONE, new CountDownLatch(1));

  private record State(Trouble trouble, CountDownLatch over) {}

  SourceTroubles(SourceCalls calls) {
    this.calls = calls;
  }

  /** From now on it is so; what hangs is let go. */
  synchronized void turn(Trouble trouble) {
    now.over().countDown();
    now = new State(trouble, new CountDownLatch(1));
  }

  private synchronized State now() {
    return now;
  }

  /** Notes a call, and deals with it if the stand-in is in trouble. */
  boolean spoils(HttpExchange exchange, Kind kind, String what, SourceCalls.Running running)
      throws IOException {
    State state = now();
    Trouble trouble = state.trouble();
    Instant at = Instant.now();
    Instant told = trouble == Trouble.THROTTLES ? at.plus(PATIENCE) : at;
    calls.add(new Call(kind, what, at, trouble, told));
    if (trouble == Trouble.HANGS) {
      rest(state.over(), CALLERS_SILENCE);
    }
    if (trouble != Trouble.NONE) {
      running.close(); // before the client knows that it is over
    }
    switch (trouble) {
      case FAILS -> exchange.sendResponseHeaders(500, -1);
      case THROTTLES -> {
        exchange.getResponseHeaders().add("Retry-After", Long.toString(PATIENCE.toSeconds()));
        exchange.sendResponseHeaders(429, -1);
      }
      case NONE, HANGS, CLOSES -> {}
    }
    return trouble != Trouble.NONE;
  }

  /** Waits for the latch, for so long at the most. */
  static void rest(CountDownLatch latch, Duration limit) {
    try {
      latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
