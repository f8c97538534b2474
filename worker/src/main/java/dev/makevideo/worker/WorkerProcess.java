package dev.makevideo.worker;

import dev.makevideo.platform.settings.WorkerSettings;
import dev.makevideo.platform.telemetry.Metrics;
import dev.makevideo.platform.tracing.Tracing;
import dev.makevideo.worker.admission.AdmissionControl;
import dev.makevideo.workflows.conversation.ConversationWorkflowImpl;
import dev.makevideo.workflows.freeing.FreeingWorkflowImpl;
import dev.makevideo.workflows.pipeline.HousekeepingWorkflowImpl;
import dev.makevideo.workflows.pipeline.MakeVideoWorkflowImpl;
import dev.makevideo.workflows.stage.TaskQueues;
import dev.makevideo.workflows.webhook.WebhookWorkflowImpl;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.tuning.CompositeTuner;
import io.temporal.worker.tuning.FixedSizeSlotSupplier;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The pollers of one worker: one set of slots for each task queue, fixed, because a slot stands for
 * a resource of this host.
 */
final class WorkerProcess implements AutoCloseable {
  /**
   * The SDK's default (up to 60 s) would lose the progress of almost a minute when a worker is
   * killed; see StageActivityOptions for the timeouts that go with it.
   */
  private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

  /**
   * A workflow whose worker was killed waits this long for it before another may take over (the
   * SDK's default is 5 s).
   */
  private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(3);

  /** Time for running attempts to notice the shutdown, kill their processes and report. */
  private static final long DRAIN_SECONDS = 20;

  /** The default of 1 s would take a saturated host for a deadlock. */
  private static final long DEADLOCK_MILLIS = 10_000;

  /** What these queues do not have: workflows, local activities, Nexus. The SDK's default. */
  private static final int OTHER_SLOTS = 200;

  /** A poll holds its slot for a minute: with few, room that goes is soon noticed. */
  private static final int ADMITTED_POLLERS = 2;

  /** Each is a thread that waits for a stranger, twenty seconds at the most. */
  private static final int WEBHOOK_SLOTS = 32;

  private static final int WORKFLOW_CACHE = 200;
  private static final int WORKFLOW_THREADS = 1000;

  private final WorkerFactory factory;

  WorkerProcess(
      WorkflowClient client,
      WorkerSettings settings,
      ActivitySet activities,
      AdmissionControl admission,
      String storeId,
      Metrics metrics) {
    factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkflowCacheSize(WORKFLOW_CACHE)
                .setMaxWorkflowThreadCount(WORKFLOW_THREADS)
                .setWorkerInterceptors(interceptors(client, admission, storeId, metrics))
                .build());
    Worker shortWork = factory.newWorker(TaskQueues.LIGHT, options(settings.shortSlots()));
    shortWork.registerWorkflowImplementationTypes(
        MakeVideoWorkflowImpl.class,
        HousekeepingWorkflowImpl.class,
        FreeingWorkflowImpl.class,
        ConversationWorkflowImpl.class,
        WebhookWorkflowImpl.class);
    shortWork.registerActivitiesImplementations(
        activities.narration(),
        activities.timeline(),
        activities.housekeeping(),
        activities.expiry(),
        activities.freeing(),
        activities.reading(),
        activities.webhooks());
    factory
        .newWorker(TaskQueues.WEBHOOKS, options(WEBHOOK_SLOTS))
        .registerActivitiesImplementations(activities.webhooks());
    factory
        .newWorker(
            TaskQueues.TRANSCRIBE,
            admitted(admission, TaskQueues.TRANSCRIBE, settings.transcribeSlots()))
        .registerActivitiesImplementations(activities.narration());
    factory
        .newWorker(TaskQueues.IO, admitted(admission, TaskQueues.IO, settings.ioSlots()))
        .registerActivitiesImplementations(activities.clips());
    factory
        .newWorker(TaskQueues.CPU, admitted(admission, TaskQueues.CPU, settings.cpuSlots()))
        .registerActivitiesImplementations(activities.validation(), activities.build());
  }

  /** The last one comes first. */
  private static WorkerInterceptor[] interceptors(
      WorkflowClient client, AdmissionControl admission, String storeId, Metrics metrics) {
    return Stream.concat(
            Stream.of(new GuardInterceptor(storeId, metrics), admission.interceptor()),
            Tracing.of(client).workerInterceptor().stream())
        .toArray(WorkerInterceptor[]::new);
  }

  /** Of the queue whose work is small and, in part, makes room. */
  private static WorkerOptions options(int slots) {
    return options().setMaxConcurrentActivityExecutionSize(slots).build();
  }

  private static WorkerOptions admitted(AdmissionControl admission, String queue, int slots) {
    return options()
        .setMaxConcurrentActivityTaskPollers(ADMITTED_POLLERS)
        .setWorkerTuner(
            new CompositeTuner(
                new FixedSizeSlotSupplier<>(OTHER_SLOTS),
                admission.slots(queue, slots),
                new FixedSizeSlotSupplier<>(OTHER_SLOTS),
                new FixedSizeSlotSupplier<>(OTHER_SLOTS)))
        .build();
  }

  private static WorkerOptions.Builder options() {
    return WorkerOptions.newBuilder()
        .setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS);
  }

  void start() {
    factory.start();
  }

  /** Whether it polls. */
  boolean isPolling() {
    return factory.isStarted() && !factory.isShutdown();
  }

  /**
   * Stops polling; running attempts learn it at their next heartbeat, kill their programs and hand
   * the work back. Waits for them, 20 s at most.
   */
  @Override
  public void close() {
    factory.shutdown();
    factory.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    factory.shutdownNow();
  }
}
