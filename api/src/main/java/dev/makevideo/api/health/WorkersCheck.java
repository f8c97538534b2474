package dev.makevideo.api.health;

import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether somebody polls each task queue. Not vital: without a worker jobs are accepted and wait.
 */
public final class WorkersCheck implements HealthCheck {
  private static final long MILLIS = 750;

  /** A poll lasts a minute; the server remembers pollers for five, also killed ones. */
  private static final Duration LATELY = Duration.ofSeconds(75);

  private final WorkflowClient client;
  private final Clock clock;

  public WorkersCheck(WorkflowClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Finding look() {
    List<String> without = new ArrayList<>();
    try {
      check(TaskQueues.LIGHT, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, without);
      check(TaskQueues.LIGHT, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY, without);
      check(TaskQueues.IO, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY, without);
      check(TaskQueues.CPU, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY, without);
      check(TaskQueues.TRANSCRIBE, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY, without);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return HealthCheck.well("this Temporal server cannot say who polls");
      }
      throw e;
    }
    return without.isEmpty()
        ? HealthCheck.well("all task queues are polled")
        : HealthCheck.bad(
            "no worker polls " + String.join(", ", without) + "; jobs wait until one is started");
  }

  private void check(String queue, TaskQueueType type, List<String> without) {
    Instant least = clock.instant().minus(LATELY);
    boolean polled =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .withDeadlineAfter(MILLIS, TimeUnit.MILLISECONDS)
            .describeTaskQueue(
                DescribeTaskQueueRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                    .setTaskQueueType(type)
                    .build())
            .getPollersList()
            .stream()
            .anyMatch(
                poller ->
                    Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds()).isAfter(least));
    if (!polled && !without.contains(queue)) {
      without.add(queue);
    }
  }
}
