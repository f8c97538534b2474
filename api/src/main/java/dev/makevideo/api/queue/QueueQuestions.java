package dev.makevideo.api.queue;

import com.google.common.util.concurrent.ListenableFuture;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.client.WorkflowClient;
import java.util.concurrent.TimeUnit;

/** Asks the server about task queues, several at once, each for a bounded time. Thread-safe. */
final class QueueQuestions {
  private final WorkflowClient client;
  private final long millis;

  /**
   * @param millis how long an answer may take
   */
  QueueQuestions(WorkflowClient client, long millis) {
    this.client = client;
    this.millis = millis;
  }

  /** Who polled it in the last minutes. */
  ListenableFuture<DescribeTaskQueueResponse> pollers(String queue, TaskQueueType type) {
    return ask(queue, type, false);
  }

  /** How much waits in it, too. */
  ListenableFuture<DescribeTaskQueueResponse> backlog(String queue, TaskQueueType type) {
    return ask(queue, type, true);
  }

  private ListenableFuture<DescribeTaskQueueResponse> ask(
      String queue, TaskQueueType type, boolean statistics) {
    return client
        .getWorkflowServiceStubs()
        .futureStub()
        .withDeadlineAfter(millis, TimeUnit.MILLISECONDS)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .setReportStats(statistics)
                .build());
  }
}
