package dev.makevideo.activities.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.makevideo.platform.process.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
  private final Turns turns = new Turns();
  private final StopSignal stop = new StopSignal();

  @Test
  void whatManyWantAtOnceIsDoneOnce() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger worked = new AtomicInteger();
    List<FutureTask<Void>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      FutureTask<Void> one =
          new FutureTask<>(
              () -> {
                try (Turns.Held held = turns.take("window", stop)) {
                  if (!done.get()) {
                    worked.incrementAndGet();
                    Thread.yield();
                    done.set(true);
                  }
                }
                return null;
              });
      all.add(one);
      new Thread(one).start();
    }
    for (FutureTask<Void> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertEquals(1, worked.get());
    assertEquals(0, turns.size());
  }

  @Test
  void whoIsStoppedLeavesTheQueueAndOthersAreNotHeldUp() throws Exception {
    try (Turns.Held held = turns.take("one", stop)) {
      turns.take("another", stop).close();
      StopSignal cancelled = new StopSignal();
      FutureTask<Turns.Held> waiting = new FutureTask<>(() -> turns.take("one", cancelled));
      new Thread(waiting).start();
      cancelled.stop();
      Exception error = assertThrows(Exception.class, () -> waiting.get(30, TimeUnit.SECONDS));
      assertEquals(InterruptedException.class, Objects.requireNonNull(error.getCause()).getClass());
      assertEquals(1, turns.size());
    }
    assertEquals(0, turns.size());
  }
}
