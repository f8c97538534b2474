package dev.makevideo.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How checks are run: side by side, bounded, and seldom. */
class HealthRunnerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private record Given(String name, boolean isVital, HealthCheck.Finding look)
      implements HealthCheck {}

  @Test
  void aVitalThingThatIsBadMakesItUnhealthyAndAnyOtherDegraded() {
    HealthCheck well = new Given("a", true, HealthCheck.well("fine"));
    HealthCheck worrying = new Given("b", true, HealthCheck.worrying("soon"));
    HealthCheck bad = new Given("c", false, HealthCheck.bad("gone"));
    HealthCheck fatal = new Given("d", true, HealthCheck.bad("dead"));
    assertEquals("healthy", status(well));
    assertEquals("degraded", status(well, worrying));
    assertEquals("degraded", status(bad, well));
    assertEquals("unhealthy", status(fatal, bad, well));
  }

  private static String status(HealthCheck... checks) {
    try (HealthRunner runner = new HealthRunner(List.of(checks), "1", Clock.systemUTC())) {
      return runner.report().join().status();
    }
  }

  @Test
  void checksRunSideBySideEachWithinItsLimit() {
    CountDownLatch never = new CountDownLatch(1);
    List<HealthCheck> checks =
        List.of(hanging("one", never), hanging("two", never), hanging("three", never));
    try (HealthRunner runner = new HealthRunner(checks, "1", Clock.systemUTC());
        Stopwatch watch = Stopwatch.start()) {
      HealthReport report = runner.report().join();
      watch.assertWithin(Duration.ofSeconds(4));
      assertEquals(3, report.checks().size());
      assertEquals("no answer within 800 ms", entry(report, "two").details());
      assertFalse(entry(report, "two").healthy());
    }
  }

  @Test
  void aCheckThatHangsHoldsOneThreadHoweverOftenItIsAskedFor() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    AtomicLong seconds = new AtomicLong();
    HealthCheck deaf =
        new RedisCheck(
            () -> {
              looks.incrementAndGet();
              boolean over = false;
              while (!over) {
                try {
                  never.await();
                  over = true;
                } catch (InterruptedException e) {
                  // deaf on purpose, as a network file system is
                }
              }
              return HealthCheck.well("at last");
            });
    try (HealthRunner runner = new HealthRunner(List.of(deaf), "1", clock(seconds))) {
      for (int i = 0; i < 3; i++) {
        assertEquals("no answer within 800 ms", entry(runner.report().join(), "redis").details());
        seconds.addAndGet(5);
      }
      assertEquals(1, looks.get());
      never.countDown();
      Await.until(
          "it answers",
          Duration.ofSeconds(10),
          () -> {
            seconds.addAndGet(5);
            return entry(runner.report().join(), "redis").healthy();
          });
    }
  }

  @Test
  void whoeverAsksWhileItLooksAgainGetsWhatIsKnownAtOnce() {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    AtomicLong seconds = new AtomicLong();
    HealthCheck slowAfterTheFirst =
        new Looking(
            () -> {
              if (looks.incrementAndGet() > 1) {
                go.await();
              }
              return HealthCheck.well("look " + looks.get());
            });
    try (HealthRunner runner = new HealthRunner(List.of(slowAfterTheFirst), "1", clock(seconds))) {
      assertEquals("look 1", entry(runner.report().join(), "given").details());
      seconds.set(2);
      for (int i = 0; i < 100; i++) {
        CompletableFuture<HealthReport> known = runner.report();
        assertTrue(known.isDone());
        assertEquals("look 1", entry(known.join(), "given").details());
      }
      Await.until("the second look", Duration.ofSeconds(10), () -> looks.get() == 2);
      go.countDown();
    }
  }

  @Test
  void oneSlowAnswerIsWorryingAndTheNextIsAnOutage() {
    AtomicInteger looks = new AtomicInteger();
    AtomicLong seconds = new AtomicLong();
    CountDownLatch never = new CountDownLatch(1);
    HealthCheck check =
        new Looking(
            () -> {
              if (looks.incrementAndGet() > 1) {
                never.await();
              }
              return HealthCheck.well("fine");
            });
    try (HealthRunner runner = new HealthRunner(List.of(check), "1", clock(seconds))) {
      assertEquals("healthy", runner.report().join().status());
      seconds.set(9);
      assertEquals("degraded", runner.report().join().status());
      // The look that was told to stop may take a moment to end, and is the next one's until then.
      Await.until(
          "it is an outage",
          Duration.ofSeconds(20),
          () -> {
            seconds.addAndGet(9);
            return runner.report().join().status().equals("unhealthy");
          });
    }
  }

  private interface Look {
    HealthCheck.Finding look() throws Exception;
  }

  private record Looking(Look given) implements HealthCheck {
    @Override
    public String name() {
      return "given";
    }

    @Override
    public boolean isVital() {
      return true;
    }

    @Override
    public Finding look() throws Exception {
      return given.look();
    }
  }

  private static Clock clock(AtomicLong seconds) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return NOW.plusSeconds(seconds.get());
      }
    };
  }

  private static HealthReport.Entry entry(HealthReport report, String name) {
    return java.util.Objects.requireNonNull(report.checks().get(name), name);
  }

  private static HealthCheck hanging(String name, CountDownLatch never) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean isVital() {
        return false;
      }

      @Override
      public Finding look() throws InterruptedException {
        never.await();
        return HealthCheck.well("impossible");
      }
    };
  }

  @Test
  void manyThatAskCauseOneLook() {
    AtomicInteger looks = new AtomicInteger();
    HealthCheck counting =
        new RedisCheck(() -> HealthCheck.well("look " + looks.incrementAndGet()));
    Clock still = Clock.fixed(NOW, ZoneOffset.UTC);
    try (HealthRunner runner = new HealthRunner(List.of(counting), "1", still)) {
      runner.report().join();
      runner.report().join();
      assertEquals(1, looks.get());
      assertEquals("look 1", runner.entry("redis").join().details());
      assertEquals("look 1", runner.entry("redis").join().details());
      assertFalse(runner.entry("nothing").join().healthy());
    }
    assertEquals(1, looks.get());
  }

  @Test
  void aCheckThatThrowsIsBad() {
    DiskCheck broken =
        new DiskCheck(
            new WatchedDisks(
                () -> {
                  throw new java.io.IOException("no such folder");
                }));
    try (HealthRunner runner = new HealthRunner(List.of(broken), "1", Clock.systemUTC())) {
      assertEquals("no such folder", entry(runner.report().join(), "disk_space").details());
    }
  }
}
