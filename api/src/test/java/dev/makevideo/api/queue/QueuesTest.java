package dev.makevideo.api.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import dev.makevideo.api.FakeTemporal;
import dev.makevideo.coordination.cache.LocalCache;
import dev.makevideo.coordination.cache.SharedCache;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.announcement.WorkerAnnouncement.SlotUse;
import dev.makevideo.platform.temporal.TemporalConnection;
import dev.makevideo.workflows.stage.TaskQueues;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SharedCache cache = new LocalCache(System::nanoTime);

  private Queues queues(FakeTemporal temporal) {
    WorkflowClient client = TemporalConnection.over(temporal.stubs(), "test").client();
    return new Queues(
        client, new Workers(client, new Announcements(cache), Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static TaskQueueStats waiting(long tasks, long seconds) {
    return TaskQueueStats.newBuilder()
        .setApproximateBacklogCount(tasks)
        .setApproximateBacklogAge(Duration.newBuilder().setSeconds(seconds).setNanos(500_000_000))
        .build();
  }

  @Test
  void tellsOfEachQueueWhatWaitsRunsAndWhoPolls() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      TaskQueues.ALL.forEach(queue -> temporal.backlogs.put(queue, waiting(0, 0)));
      temporal.backlogs.put(TaskQueues.LIGHT, waiting(2, 4));
      temporal.backlogs.put(TaskQueues.IO, waiting(7, 30));
      temporal.polls.put(TaskQueues.LIGHT, NOW);
      temporal.polls.put(TaskQueues.IO, NOW);
      new Announcements(cache)
          .publish(
              FakeTemporal.WORKER,
              new WorkerAnnouncement(
                  Map.of(),
                  Map.of(TaskQueues.IO, "2 GB free"),
                  Map.of(TaskQueues.IO, new SlotUse(3, 4))));
      QueueReport report = queues(temporal).look();
      assertEquals(List.of(), report.unknown());
      assertEquals(TaskQueues.ALL, report.queues().stream().map(QueueReport.Queue::name).toList());
      // The light queue has workflows and activities: both count.
      assertEquals(
          new QueueReport.Queue(
              TaskQueues.LIGHT,
              Optional.of(4L),
              Optional.of(4.5),
              Optional.empty(),
              Optional.empty(),
              List.of(FakeTemporal.WORKER),
              Optional.empty()),
          report.queues().get(0));
      assertEquals(
          new QueueReport.Queue(
              TaskQueues.IO,
              Optional.of(7L),
              Optional.of(30.5),
              Optional.of(3),
              Optional.of(4),
              List.of(FakeTemporal.WORKER),
              Optional.of("2 GB free (" + FakeTemporal.WORKER + ")")),
          report.queues().get(1));
      assertEquals(List.of(), report.queues().get(2).workers());
    }
  }

  @Test
  void whatTheServerDoesNotSayIsUnknownAndNotZero() throws Exception {
    try (FakeTemporal temporal = new FakeTemporal()) {
      QueueReport report = queues(temporal).look();
      assertEquals(List.of("what waits: this Temporal server cannot say"), report.unknown());
      assertEquals(Optional.empty(), report.queues().get(0).waiting());
    }
  }

  @Test
  void aServerThatIsGoneIsSaid() throws IOException, InterruptedException {
    FakeTemporal temporal = new FakeTemporal();
    Queues queues = queues(temporal);
    temporal.close();
    QueueReport report = queues.look();
    assertEquals(2, report.unknown().size(), report::toString);
    assertEquals(TaskQueues.ALL.size(), report.queues().size());
  }
}
