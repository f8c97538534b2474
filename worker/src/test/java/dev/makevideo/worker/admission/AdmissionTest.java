package dev.makevideo.worker.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.platform.storage.StoreFullException;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.testkit.Await;
import dev.makevideo.workflows.stage.TaskQueues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The slots with the SDK's real pollers. */
class AdmissionTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @ActivityInterface
  public interface Work {
    /** Counts. */
    int run();
  }

  @WorkflowInterface
  public interface Flow {
    @WorkflowMethod
    int run();
  }

  /** One activity on the queue that waits for room. */
  public static final class FlowImpl implements Flow {
    @Override
    public int run() {
      return Workflow.newActivityStub(
              Work.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(TaskQueues.IO)
                  .setStartToCloseTimeout(Duration.ofSeconds(20))
                  .build())
          .run();
    }
  }

  @Test
  void workWaitsWithTheServerUntilThereIsRoomAndForMoreIfThatWasNotEnough() throws Exception {
    AtomicLong disk = new AtomicLong(0);
    AtomicInteger runs = new AtomicInteger();
    Work work =
        () -> {
          if (runs.incrementAndGet() == 1) {
            throw new UncheckedIOException(new StoreFullException("more than there is"));
          }
          return runs.get();
        };
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (AdmissionControl admission = new AdmissionControl(RoomSettings.defaults(), room(disk));
        TestWorkflowEnvironment temporal = environment(admission)) {
      admission.register(new Metrics(registry));
      Flow flow = start(temporal, admission, work);
      CompletableFuture<Integer> result = WorkflowClient.execute(flow::run);
      Await.until("it waits", SOON, () -> !admission.waiting().isEmpty());
      assertTrue(
          admission.waiting().getOrDefault(TaskQueues.IO, "").contains("0 kB free"),
          admission.waiting()::toString);
      assertEquals(1, waiting(registry, "disk"));
      assertEquals(0, waiting(registry, "memory"));
      Await.until(
          "the work is scheduled",
          SOON,
          () ->
              temporal
                  .getWorkflowClient()
                  .streamHistory("waits")
                  .anyMatch(HistoryEvent::hasActivityTaskScheduledEventAttributes));
      assertEquals(0, runs.get());
      disk.set(2_000_000_000L);
      Await.until("it ran out of disk", SOON, () -> runs.get() == 1);
      Await.until("it waits again", SOON, () -> !admission.waiting().isEmpty());
      assertTrue(
          admission.waiting().getOrDefault(TaskQueues.IO, "").endsWith("wants 2.3 GB"),
          admission.waiting()::toString);
      disk.set(2_300_000_000L);
      assertEquals(2, result.get(SOON.toSeconds(), TimeUnit.SECONDS));
      Await.until("nothing waits", SOON, () -> admission.waiting().equals(Map.of()));
      assertEquals(0, waiting(registry, "disk"));
    }
  }

  @Test
  void workThatComesWhenRoomHasGoneIsHandedBackUndone() throws Exception {
    AtomicLong disk = new AtomicLong(10_000_000_000L);
    AtomicInteger runs = new AtomicInteger();
    try (AdmissionControl admission = new AdmissionControl(RoomSettings.defaults(), room(disk));
        TestWorkflowEnvironment temporal = environment(admission)) {
      Flow flow = start(temporal, admission, runs::incrementAndGet);
      Await.until("both slots poll", SOON, () -> admission.polling(TaskQueues.IO) == 2);
      disk.set(0);
      CompletableFuture<Integer> result = WorkflowClient.execute(flow::run);
      Await.until(
          "it is handed back",
          SOON,
          () ->
              WorkflowStub.fromTyped(flow)
                  .describe()
                  .getRawDescription()
                  .getPendingActivitiesList()
                  .stream()
                  .anyMatch(pending -> pending.getLastFailure().getMessage().contains("room")));
      assertEquals(0, runs.get());
      disk.set(10_000_000_000L);
      assertEquals(1, result.get(SOON.toSeconds(), TimeUnit.SECONDS));
    }
  }

  private static TestWorkflowEnvironment environment(AdmissionControl admission) {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder()
                    .setWorkerInterceptors(admission.interceptor())
                    .build())
            .build());
  }

  private static Flow start(
      TestWorkflowEnvironment temporal, AdmissionControl admission, Work work) {
    temporal.newWorker(TaskQueues.LIGHT).registerWorkflowImplementationTypes(FlowImpl.class);
    temporal
        .newWorker(
            TaskQueues.IO,
            WorkerOptions.newBuilder()
                .setMaxConcurrentActivityTaskPollers(2)
                .setWorkerTuner(
                    new CompositeTuner(
                        new FixedSizeSlotSupplier<>(2),
                        admission.slots(TaskQueues.IO, 2),
                        new FixedSizeSlotSupplier<>(2),
                        new FixedSizeSlotSupplier<>(2)))
                .build())
        .registerActivitiesImplementations(work);
    temporal.start();
    return temporal
        .getWorkflowClient()
        .newWorkflowStub(
            Flow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId("waits")
                .setTaskQueue(TaskQueues.LIGHT)
                .build());
  }

  private static double waiting(SimpleMeterRegistry registry, String lack) {
    return registry
        .get("admission.waiting")
        .tags("queue", TaskQueues.IO, "lack", lack)
        .gauge()
        .value();
  }

  private static HostRoom room(AtomicLong disk) {
    return new HostRoom() {
      @Override
      public long disk() {
        return disk.get();
      }

      @Override
      public OptionalLong memory() {
        return OptionalLong.empty();
      }

      @Override
      public int temporaryFiles() {
        return 0;
      }
    };
  }
}
