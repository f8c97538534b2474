package dev.makevideo.platform.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.process.StopSignal;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchOnceTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final StopSignal stop = new StopSignal();
  private final SetClock clock = new SetClock();

  @Test
  void whoIsStoppedLeavesAndTheOthersStillGetIt() throws Exception {
    try (FetchOnce<String> fetch = new FetchOnce<>("model", this::whenArrived, clock)) {
      FutureTask<String> other = begin(fetch, new StopSignal());
      FutureTask<String> stopped = begin(fetch, stop);
      stop.stop();
      Exception error = assertThrows(Exception.class, () -> stopped.get(30, TimeUnit.SECONDS));
      assertTrue(error.getCause() instanceof InterruptedException, error::toString);
      arrived.countDown();
      assertEquals("there", other.get(30, TimeUnit.SECONDS));
      assertEquals("there", fetch.get(new StopSignal()));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void aFailureIsRememberedForTenMinutes() throws Exception {
    try (FetchOnce<String> fetch = new FetchOnce<>("model", this::failsOnce, clock)) {
      for (int i = 0; i < 3; i++) {
        IOException error = assertThrows(IOException.class, () -> fetch.get(stop));
        assertEquals("no network", error.getMessage());
      }
      clock.now = clock.now.plusSeconds(599);
      assertThrows(IOException.class, () -> fetch.get(stop));
      clock.now = clock.now.plusSeconds(1);
      assertEquals("there", fetch.get(stop));
      assertEquals(2, asked.get());
      fetch.forget();
      assertEquals("there", fetch.get(stop));
      assertEquals(3, asked.get());
    }
  }

  @Test
  void closingEndsAFetchAndWhoWaits() throws Exception {
    FetchOnce<String> fetch = new FetchOnce<>("model", this::whenArrived, clock);
    FutureTask<String> waiting = begin(fetch, stop);
    while (asked.get() == 0) {
      Thread.onSpinWait();
    }
    fetch.close();
    assertThrows(Exception.class, () -> waiting.get(30, TimeUnit.SECONDS));
    assertThrows(IOException.class, () -> fetch.get(stop));
  }

  private String whenArrived() throws InterruptedException {
    asked.incrementAndGet();
    arrived.await();
    return "there";
  }

  private String failsOnce() throws IOException {
    if (asked.incrementAndGet() == 1) {
      throw new IOException("no network");
    }
    return "there";
  }

  private static FutureTask<String> begin(FetchOnce<String> fetch, StopSignal stop) {
    FutureTask<String> task = new FutureTask<>(() -> fetch.get(stop));
    new Thread(task).start();
    return task;
  }

  /** A clock that a test moves. */
  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
