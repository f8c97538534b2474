package dev.makevideo.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.makevideo.checks.rig.Programs;
import dev.makevideo.testkit.Await;
import dev.makevideo.testkit.TemporalServer;
import dev.makevideo.workflows.job.JobPriority;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.job.VideoRequest;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where work waits for a worker, a real server gives out the most urgent job's first. */
@Timeout(180)
class PriorityE2E {
  private static final String WORKFLOWS = "priority-workflows";
  private static final String WORK = "priority-work";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @WorkflowInterface
  public interface OneStage {
    @WorkflowMethod
    void run(String name);
  }

  @ActivityInterface
  public interface Stage {
    void work(String name);
  }

  public static final class OneStageImpl implements OneStage {
    @Override
    public void run(String name) {
      Workflow.newActivityStub(
              Stage.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(WORK)
                  .setStartToCloseTimeout(Duration.ofSeconds(30))
                  .build())
          .work(name);
    }
  }

  @Test
  void whatWaitsIsTakenByPriority() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    try (TemporalServer server =
        new TemporalServer(Programs.find(System.out::println).temporal(), folder)) {
      server.start();
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(server.address()).build());
      WorkflowClient client =
          WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder().build());
      WorkerFactory factory = WorkerFactory.newInstance(client);
      try {
        factory.newWorker(WORKFLOWS).registerWorkflowImplementationTypes(OneStageImpl.class);
        factory.start();
        start(client, "low-1", JobPriority.LOW);
        start(client, "low-2", JobPriority.LOW);
        start(client, "normal-1", JobPriority.NORMAL);
        start(client, "high-1", JobPriority.HIGH);
        Await.until("all wait", SOON, () -> waiting(client) == 4);
        WorkerFactory slow = WorkerFactory.newInstance(client);
        Worker worker =
            slow.newWorker(
                WORK,
                WorkerOptions.newBuilder()
                    .setMaxConcurrentActivityExecutionSize(1)
                    .setMaxConcurrentActivityTaskPollers(1)
                    .build());
        worker.registerActivitiesImplementations((Stage) order::add);
        slow.start();
        Await.until("all were worked on", SOON, () -> order.size() == 4);
        slow.shutdownNow();
        slow.awaitTermination(20, TimeUnit.SECONDS);
      } finally {
        factory.shutdownNow();
        factory.awaitTermination(20, TimeUnit.SECONDS);
        stubs.shutdownNow();
      }
    }
    // Which of two that are equal comes first is nobody's promise.
    assertEquals(
        List.of("high", "normal", "low", "low"),
        order.stream().map(name -> name.replaceFirst("-.*", "")).toList(),
        order.toString());
  }

  /** Starts a job as the API starts one. */
  private static void start(WorkflowClient client, String name, JobPriority priority) {
    VideoRequest request =
        VideoRequest.builder()
            .storeId("store")
            .correlationId(name)
            .query("rivers")
            .narration(new ObjectRef("a".repeat(64), 1))
            .narrationDuration(Duration.ofSeconds(1))
            .priority(priority)
            .build();
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(name)
            .setTaskQueue(WORKFLOWS)
            .setPriority(JobPriority.of(request))
            .build();
    WorkflowClient.start(client.newWorkflowStub(OneStage.class, options)::run, name);
  }

  /**
   * How many stages wait for a worker, as the server says; what it has not counted is not ready.
   */
  private static long waiting(WorkflowClient client) {
    DescribeTaskQueueRequest request =
        DescribeTaskQueueRequest.newBuilder()
            .setNamespace("default")
            .setTaskQueue(TaskQueue.newBuilder().setName(WORK))
            .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
            .setReportStats(true)
            .build();
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeTaskQueue(request)
        .getStats()
        .getApproximateBacklogCount();
  }
}
