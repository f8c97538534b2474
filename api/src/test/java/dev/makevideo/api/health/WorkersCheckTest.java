package dev.makevideo.api.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.api.FakeTemporal;
import dev.makevideo.api.queue.Workers;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.stage.TaskQueues;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workers as the server and they themselves tell of them. */
class WorkersCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void workersMustHavePolledEveryQueueLately() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      WorkersCheck check = new WorkersCheck(workers(temporal, new LocalCache(System::nanoTime)));
      temporal.polls.put(TaskQueues.LIGHT, NOW.minusSeconds(70));
      temporal.polls.put(TaskQueues.IO, NOW);
      temporal.polls.put(TaskQueues.TRANSCRIBE, NOW);
      temporal.polls.put(TaskQueues.WEBHOOKS, NOW);
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
      SharedCache cache = new LocalCache(System::nanoTime);
      Announcements announcements = new Announcements(cache);
      WorkersCheck check = new WorkersCheck(workers(temporal, cache));
      temporal.polls.put(TaskQueues.LIGHT, NOW);
      temporal.polls.put(TaskQueues.IO, NOW);
      temporal.polls.put(TaskQueues.TRANSCRIBE, NOW);
      temporal.polls.put(TaskQueues.WEBHOOKS, NOW);
      announcements.publish(
          FakeTemporal.WORKER,
          new WorkerAnnouncement(Map.of(), Map.of(TaskQueues.CPU, "300 MB of memory"), Map.of()));
      assertEquals(
          HealthCheck.worrying(
              "make-video-cpu waits for room: 300 MB of memory (" + FakeTemporal.WORKER + ")"),
          check.look());
      cache.invalidateMatching(SharedCache.Name.WORKERS, "*");
      assertEquals(HealthCheck.State.BAD, check.look().state());
      cache.put(SharedCache.Name.WORKERS, FakeTemporal.WORKER, "{\"waiting\":7");
      assertEquals(HealthCheck.State.BAD, check.look().state());
    }
  }

  @Test
  void whatWorkersNeedIsAsTheyTellIt() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      SharedCache cache = new LocalCache(System::nanoTime);
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
        Map.of("ocr", new WorkerAnnouncement.Ability(works, details)), Map.of(), Map.of());
  }

  private static Workers workers(FakeTemporal temporal, SharedCache cache) {
    return new Workers(
        TemporalConnection.over(temporal.stubs(), "test").client(),
        new Announcements(cache),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
