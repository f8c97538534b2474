package dev.makevideo.api.queue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.makevideo.platform.announcement.WorkerAnnouncement.SlotUse;
import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueueStats;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * Asks the Temporal server what waits on each task queue, and the workers what they run. Needs no
 * worker; what is not answered is told as unknown. Thread-safe.
 */
public final class Queues {
  private static final long MILLIS = 1_000;
  private static final double NANOS = 1e9;

  private static final List<TaskQueueType> WORKFLOWS_TOO =
      List.of(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);

  private final QueueQuestions questions;
  private final Workers workers;

  public Queues(WorkflowClient client, Workers workers) {
    this.questions = new QueueQuestions(client, MILLIS);
    this.workers = workers;
  }

  /** What waits on one queue. */
  private record Backlog(long tasks, double oldestSeconds) {
    Backlog plus(TaskQueueStats stats) {
      double age =
          stats.getApproximateBacklogAge().getSeconds()
              + stats.getApproximateBacklogAge().getNanos() / NANOS;
      return new Backlog(tasks + stats.getApproximateBacklogCount(), Math.max(oldestSeconds, age));
    }
  }

  /** Looks now; takes about two seconds at the most. */
  public QueueReport look() throws InterruptedException {
    List<String> unknown = new ArrayList<>();
    Map<String, Backlog> backlogs = backlogs(unknown);
    Optional<Workers.Sight> sight = workers.look(unknown);
    Map<String, Set<String>> pollers = sight.map(Workers.Sight::pollers).orElse(Map.of());
    Map<String, SlotUse> slots = sight.map(workers::slots).orElse(Map.of());
    Map<String, String> waiting = sight.map(workers::waiting).orElse(Map.of());
    List<QueueReport.Queue> queues = new ArrayList<>();
    for (String name : TaskQueues.ALL) {
      Optional<Backlog> backlog = Optional.ofNullable(backlogs.get(name));
      Optional<SlotUse> use = Optional.ofNullable(slots.get(name));
      queues.add(
          new QueueReport.Queue(
              name,
              backlog.map(Backlog::tasks),
              backlog.map(Backlog::oldestSeconds),
              use.map(SlotUse::used),
              use.map(SlotUse::most),
              List.copyOf(pollers.getOrDefault(name, Set.of())),
              Optional.ofNullable(waiting.get(name))));
    }
    return new QueueReport(queues, unknown);
  }

  private Map<String, Backlog> backlogs(List<String> unknown) throws InterruptedException {
    Map<String, Backlog> backlogs = new LinkedHashMap<>();
    try {
      Map<String, List<ListenableFuture<DescribeTaskQueueResponse>>> asked = new LinkedHashMap<>();
      for (String queue : TaskQueues.ALL) {
        asked.put(
            queue, types(queue).stream().map(type -> questions.backlog(queue, type)).toList());
      }
      for (var queue : asked.entrySet()) {
        Backlog backlog = new Backlog(0, 0);
        for (ListenableFuture<DescribeTaskQueueResponse> answer : queue.getValue()) {
          DescribeTaskQueueResponse told = answer.get();
          if (!told.hasStats()) {
            unknown.add("what waits: this Temporal server cannot say");
            return Map.of();
          }
          backlog = backlog.plus(told.getStats());
        }
        backlogs.put(queue.getKey(), backlog);
      }
    } catch (ExecutionException | StatusRuntimeException e) {
      unknown.add("what waits: Temporal says " + Status.fromThrowable(e).getCode());
    }
    return backlogs;
  }

  private static List<TaskQueueType> types(String queue) {
    return queue.equals(TaskQueues.LIGHT)
        ? WORKFLOWS_TOO
        : List.of(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
  }
}
