package dev.makevideo.coordination.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final int ATTEMPTS = 200;

  @Test
  void triesOftenAtFirstAndEverLessOftenWhileRedisWasNeverThere() throws Exception {
    HastyTimer timer = new HastyTimer();
    Connector<StatefulRedisConnection<String, String>> connector =
        new Connector<>(
            timer,
            () -> CompletableFuture.failedFuture(new IllegalStateException("away")),
            made -> {},
            error -> {});
    try {
      connector.start();
      assertTrue(timer.done.await(10, TimeUnit.SECONDS), "attempts within 10 s");
    } finally {
      connector.close();
      timer.shutdownNow();
    }
    List<Long> first = timer.delays.subList(0, 5);
    List<Long> last = timer.delays.subList(ATTEMPTS / 2, ATTEMPTS);
    assertTrue(Collections.max(first) < 750, "first delays: " + first);
    assertTrue(Collections.max(last) > 2_000, "last delays: " + last);
    assertTrue(Collections.max(timer.delays) < 5_000, "all delays: " + timer.delays);
  }

  /** Runs at once what it is given, and notes how long it should have waited. */
  private static final class HastyTimer extends ScheduledThreadPoolExecutor {
    private final List<Long> delays = new CopyOnWriteArrayList<>();
    private final CountDownLatch done = new CountDownLatch(ATTEMPTS);

    HastyTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
      if (done.getCount() > 0) {
        delays.add(unit.toMillis(delay));
      }
      done.countDown();
      return super.schedule(done.getCount() > 0 ? command : () -> {}, 0, unit);
    }
  }
}
