package dev.makevideo.coordination.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.coordination.slot.Slots.Slot;
import dev.makevideo.coordination.slot.Slots.Subject;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What all slots promise; two that share stand for two processes. */
@Timeout(60)
abstract class SlotsContract {
  static final Subject SEARCH = new Subject("commons", "search", 1);
  static final Subject MEDIA = new Subject("commons", "media", 2);
  static final Duration SOON = Duration.ofSeconds(20);
  static final Duration NOT = Duration.ofMillis(300);

  private final ExecutorService threads = Executors.newCachedThreadPool();

  abstract Slots one();

  abstract Slots other();

  @AfterEach
  void endThreads() throws InterruptedException {
    threads.shutdownNow();
    assertTrue(threads.awaitTermination(10, TimeUnit.SECONDS));
  }

  static Optional<Slot> take(Slots slots, Subject subject) throws InterruptedException {
    return slots.take(subject, NOT, () -> false);
  }

  static Slot taken(Slots slots, Subject subject) throws InterruptedException {
    return slots.take(subject, SOON, () -> false).orElseThrow();
  }

  /** Somebody who waits until a slot is free, and then says who he is. */
  final Future<Slot> waits(Slots slots, Subject subject, String name, List<String> order) {
    return threads.submit(
        () -> {
          Slot slot = taken(slots, subject);
          order.add(name);
          return slot;
        });
  }

  @Test
  void neverMoreThanTheNumberAtOnceAndAllHaveTheirTurn() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Slots slots = i % 2 == 0 ? one() : other();
      all.add(
          threads.submit(
              () -> {
                try (Slot slot = taken(slots, MEDIA)) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                  now.decrementAndGet();
                }
                return true;
              }));
    }
    for (Future<?> future : all) {
      future.get();
    }
    assertEquals(2, most.get());
  }

  @Test
  void whoComesFirstOfAProcessGoesFirst() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Slot held = taken(one(), SEARCH);
    List<Future<Slot>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      waiting.add(waits(one(), SEARCH, "waiter " + i, order));
      int stand = i + 1;
      Await.until(SOON, () -> waiting(stand));
    }
    held.close();
    for (Future<Slot> future : waiting) {
      future.get().close();
    }
    assertEquals(List.of("waiter 0", "waiter 1", "waiter 2", "waiter 3"), order);
  }

  /** Whether so many threads of the test are in their wait, or further than this can tell. */
  final boolean waiting(int number) {
    return Thread.getAllStackTraces().entrySet().stream()
            .filter(entry -> entry.getKey().getName().startsWith("pool-"))
            .filter(entry -> entry.getKey().getState() == Thread.State.TIMED_WAITING)
            .filter(
                entry ->
                    List.of(entry.getValue())
                        .toString()
                        .contains("dev.makevideo.coordination.slot"))
            .count()
        >= number;
  }

  @Test
  void aWaitEndsWhenItsTimeIsOver() throws Exception {
    Slot held = taken(one(), SEARCH);
    try (Stopwatch watch = Stopwatch.start()) {
      assertTrue(take(one(), SEARCH).isEmpty());
      assertTrue(take(other(), SEARCH).isEmpty());
      assertTrue(watch.wall().compareTo(NOT.multipliedBy(2)) >= 0, "it waited");
      watch.assertWithin(NOT.multipliedBy(2).plusSeconds(1));
    }
    held.close();
    taken(other(), SEARCH).close();
  }

  @Test
  void aWaitEndsWhenItIsGivenUp() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    try (Slot held = taken(one(), SEARCH)) {
      for (Slots slots : List.of(one(), other())) {
        stopped.set(false);
        Future<Optional<Slot>> waiter =
            threads.submit(() -> slots.take(SEARCH, Duration.ofMinutes(5), stopped::get));
        Await.until(SOON, () -> waiting(1));
        stopped.set(true);
        assertTrue(waiter.get(5, TimeUnit.SECONDS).isEmpty());
      }
    }
    taken(other(), SEARCH).close();
  }

  @Test
  void aWaitEndsWhenItsThreadIsInterrupted() throws Exception {
    try (Slot held = taken(one(), SEARCH)) {
      for (Slots slots : List.of(one(), other())) {
        CountDownLatch ended = new CountDownLatch(1);
        Future<?> waiter =
            threads.submit(
                () -> {
                  assertThrows(
                      InterruptedException.class,
                      () -> slots.take(SEARCH, Duration.ofMinutes(5), () -> false));
                  ended.countDown();
                });
        Await.until(SOON, () -> waiting(1));
        assertTrue(waiter.cancel(true));
        assertTrue(ended.await(5, TimeUnit.SECONDS));
      }
    }
    taken(other(), SEARCH).close();
  }

  @Test
  void givenBackTwiceItIsFreeOnce() throws Exception {
    Slot first = taken(one(), MEDIA);
    Slot second = taken(other(), MEDIA);
    first.close();
    first.close();
    try (Slot third = taken(other(), MEDIA)) {
      assertTrue(take(one(), MEDIA).isEmpty());
    }
    second.close();
  }

  @Test
  void oneWorkDoesNotWaitForAnother() throws Exception {
    try (Slot held = taken(one(), SEARCH)) {
      taken(one(), new Subject("commons", "media", 1)).close();
      taken(other(), new Subject("pexels", "search", 1)).close();
    }
  }

  @Test
  void aNumberThatIsNoneIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Subject("commons", "search", 0));
    assertEquals("most is 0; allowed: 1 or more", e.getMessage());
  }
}
