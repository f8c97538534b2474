package dev.makevideo.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.makevideo.api.FakeTemporal;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.room.DiskRoom;
import dev.makevideo.platform.room.WatchedDisks;
import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.Stopwatch;
import dev.makevideo.workflows.job.SourceName;
import dev.makevideo.workflows.stage.TaskQueues;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {
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
      seconds.set(18);
      assertEquals("unhealthy", runner.report().join().status());
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

  @Test
  void diskSpaceWarnsBelowFiveGigabytesAndIsBadBelowOne(@TempDir Path folder) throws Exception {
    assertEquals(HealthCheck.State.WELL, disk(5_000_000_000L));
    assertEquals(HealthCheck.State.WORRYING, disk(4_999_999_999L));
    assertEquals(HealthCheck.State.WORRYING, disk(1_000_000_000L));
    assertEquals(HealthCheck.State.BAD, disk(999_999_999L));
    WatchedDisks real = WatchedDisks.of(folder, folder, RoomSettings.defaults());
    assertTrue(new DiskCheck(real).look().details().matches("store: [0-9.]+ GB free.*"));
    assertTrue(Files.exists(folder));
  }

  private static HealthCheck.State disk(long bytes) throws Exception {
    DiskRoom room = new DiskRoom(bytes, RoomSettings.defaults());
    return new DiskCheck(new WatchedDisks(() -> List.of(new WatchedDisks.Disk("store", room))))
        .look()
        .state();
  }

  @Test
  void aServiceIsWellIfItAnswersAtAll() throws Exception {
    AtomicInteger status = new AtomicInteger(404);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      assertEquals(HealthCheck.State.WELL, service(Optional.of(url)));
      status.set(503);
      assertEquals(HealthCheck.State.BAD, service(Optional.of(url)));
    } finally {
      server.stop(0);
    }
    assertEquals(HealthCheck.State.BAD, service(Optional.of(url)));
    assertEquals(HealthCheck.State.BAD, service(Optional.of("no url")));
    assertEquals(HealthCheck.State.WELL, service(Optional.empty()));
  }

  private static HealthCheck.State service(Optional<String> url) throws Exception {
    HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    return new ServiceCheck("video_downloader", url, http, Optional::empty).look().state();
  }

  @Test
  void aServiceThatTheWorkersKeepAwayFromIsNotCalled() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
      HealthCheck.Finding open = HealthCheck.bad("circuit open; next trial at " + NOW);
      ServiceCheck check =
          new ServiceCheck(
              "video_downloader",
              Optional.of("http://127.0.0.1:" + server.getAddress().getPort()),
              http,
              () -> Optional.of(open));
      assertEquals(open, check.look());
      assertEquals(0, calls.get());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aSourceSaysWhatItWantsAndElseWhatTheWorkersKnow() {
    HealthCheck.Finding open = HealthCheck.bad("circuit open; next trial at " + NOW);
    assertEquals(
        HealthCheck.well("not ready: wants PEXELS_API_KEY"),
        new SourceCheck(SourceName.PEXELS, Optional.of("PEXELS_API_KEY"), () -> Optional.of(open))
            .look());
    assertEquals(
        HealthCheck.well("ready"),
        new SourceCheck(SourceName.PEXELS, Optional.empty(), Optional::empty).look());
    assertEquals(
        open, new SourceCheck(SourceName.PEXELS, Optional.empty(), () -> Optional.of(open)).look());
  }

  @Test
  void workersMustHavePolledEveryQueueLately() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      WorkersCheck check = new WorkersCheck(workers(temporal, new HeldCache()));
      temporal.polls.put(TaskQueues.LIGHT, NOW.minusSeconds(70));
      temporal.polls.put(TaskQueues.IO, NOW);
      temporal.polls.put(TaskQueues.TRANSCRIBE, NOW);
      temporal.polls.put(TaskQueues.CPU, NOW.minusSeconds(80));
      assertEquals(
          "no worker polls make-video-cpu; jobs wait until one is started", check.look().details());
      temporal.polls.put(TaskQueues.CPU, NOW);
      assertEquals(HealthCheck.State.WELL, check.look().state());
    }
  }

  @Test
  void aQueueThatWaitsForRoomIsNotOneWithoutWorkers() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      HeldCache cache = new HeldCache();
      Announcements announcements = new Announcements(cache);
      WorkersCheck check = new WorkersCheck(workers(temporal, cache));
      temporal.polls.put(TaskQueues.LIGHT, NOW);
      temporal.polls.put(TaskQueues.IO, NOW);
      temporal.polls.put(TaskQueues.TRANSCRIBE, NOW);
      announcements.publish(
          FakeTemporal.WORKER,
          new WorkerAnnouncement(Map.of(), Map.of(TaskQueues.CPU, "300 MB of memory")));
      assertEquals(
          HealthCheck.worrying(
              "make-video-cpu waits for room: 300 MB of memory (" + FakeTemporal.WORKER + ")"),
          check.look());
      cache.held.clear();
      assertEquals(HealthCheck.State.BAD, check.look().state());
      cache.put(SharedCache.Name.WORKERS, FakeTemporal.WORKER, "{\"waiting\":7");
      assertEquals(HealthCheck.State.BAD, check.look().state());
    }
  }

  @Test
  void whatWorkersNeedIsAsTheyTellIt() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      HeldCache cache = new HeldCache();
      Announcements announcements = new Announcements(cache);
      AbilityCheck check = new AbilityCheck("ocr", workers(temporal, cache));
      assertEquals("not known: no worker polls", check.look().details());
      temporal.polls.put(TaskQueues.LIGHT, NOW);
      assertTrue(check.look().details().contains("Redis"), check.look().details());
      announcements.publish(FakeTemporal.WORKER, ocr(true, "version 4"));
      assertEquals(HealthCheck.well("version 4"), check.look());
      announcements.publish(FakeTemporal.WORKER, ocr(false, "no library"));
      assertEquals(HealthCheck.bad(FakeTemporal.WORKER + ": no library"), check.look());
    }
  }

  private static WorkerAnnouncement ocr(boolean works, String details) {
    return new WorkerAnnouncement(
        Map.of("ocr", new WorkerAnnouncement.Ability(works, details)), Map.of());
  }

  private static Workers workers(FakeTemporal temporal, SharedCache cache) {
    return new Workers(
        TemporalConnection.over(temporal.stubs(), "test").client(),
        new Announcements(cache),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static final class HeldCache implements SharedCache {
    private final Map<String, String> held = new HashMap<>();

    @Override
    public Optional<String> get(Name name, String key) {
      return Optional.ofNullable(held.get(key));
    }

    @Override
    public void put(Name name, String key, String value) {
      held.put(key, value);
    }
  }
}
