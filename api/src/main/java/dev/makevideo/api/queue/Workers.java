package dev.makevideo.api.queue;

import com.google.common.util.concurrent.ListenableFuture;
import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.workflows.stage.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueResponse;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * Which workers poll which queue, as the server knows it, and what they tell of themselves.
 * Thread-safe.
 */
public final class Workers {
  private static final long MILLIS = 750;

  /** A poll lasts a minute; the server remembers pollers for five, also killed ones. */
  private static final Duration LATELY = Duration.ofSeconds(75);

  private final QueueQuestions questions;
  private final Announcements announcements;
  private final Clock clock;

  /**
   * @param client of the server
   * @param announcements what workers told lately
   */
  public Workers(WorkflowClient client, Announcements announcements, Clock clock) {
    this.questions = new QueueQuestions(client, MILLIS);
    this.announcements = announcements;
    this.clock = clock;
  }

  /**
   * What was seen.
   *
   * @param pollers names of the workers by queue; each queue is there
   */
  public record Sight(Map<String, Set<String>> pollers) {
    /** All workers. */
    public Set<String> all() {
      Set<String> all = new TreeSet<>();
      pollers.values().forEach(all::addAll);
      return all;
    }
  }

  /**
   * Looks now; takes 750 ms at the most.
   *
   * @return empty if this server cannot say who polls
   * @throws StatusRuntimeException if it does not answer
   */
  public Optional<Sight> look() throws InterruptedException {
    Map<String, List<ListenableFuture<DescribeTaskQueueResponse>>> asked = new LinkedHashMap<>();
    for (String queue : TaskQueues.ALL) {
      ListenableFuture<DescribeTaskQueueResponse> activities =
          questions.pollers(queue, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);
      asked.put(
          queue,
          queue.equals(TaskQueues.LIGHT)
              ? List.of(
                  activities, questions.pollers(queue, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW))
              : List.of(activities));
    }
    Map<String, Set<String>> pollers = new TreeMap<>();
    for (Map.Entry<String, List<ListenableFuture<DescribeTaskQueueResponse>>> queue :
        asked.entrySet()) {
      Set<String> names = new TreeSet<>();
      boolean first = true;
      for (ListenableFuture<DescribeTaskQueueResponse> answer : queue.getValue()) {
        Optional<Set<String>> known = known(answer);
        if (known.isEmpty()) {
          return Optional.empty();
        }
        // Who polls for activities only, or for workflows only, does half of the work.
        if (first) {
          names.addAll(known.get());
        } else {
          names.retainAll(known.get());
        }
        first = false;
      }
      pollers.put(queue.getKey(), names);
    }
    return Optional.of(new Sight(pollers));
  }

  /**
   * As {@link #look()}, for reports.
   *
   * @param unknown gets a sentence if nothing was seen
   */
  public Optional<Sight> look(List<String> unknown) throws InterruptedException {
    try {
      Optional<Sight> sight = look();
      if (sight.isEmpty()) {
        unknown.add("who polls: this Temporal server cannot say");
      }
      return sight;
    } catch (StatusRuntimeException e) {
      unknown.add("who polls: Temporal says " + e.getStatus().getCode());
      return Optional.empty();
    }
  }

  private Optional<Set<String>> known(ListenableFuture<DescribeTaskQueueResponse> answer)
      throws InterruptedException {
    Instant least = clock.instant().minus(LATELY);
    Set<String> names = new TreeSet<>();
    try {
      answer.get().getPollersList().stream()
          .filter(
              poller ->
                  Instant.ofEpochSecond(poller.getLastAccessTime().getSeconds()).isAfter(least))
          .forEach(poller -> names.add(poller.getIdentity()));
      return Optional.of(names);
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      if (status.getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw new StatusRuntimeException(status);
    }
  }

  /** Why a queue's work waits for room with every worker that told of itself lately, by queue. */
  public Map<String, String> waiting(Sight sight) {
    Map<String, WorkerAnnouncement> told = told(sight.all());
    Map<String, String> waiting = new TreeMap<>();
    for (String queue : sight.pollers().keySet()) {
      if (told.values().stream().allMatch(one -> one.waiting().containsKey(queue))) {
        told.entrySet().stream()
            .findFirst()
            .ifPresent(
                one ->
                    waiting.put(
                        queue, one.getValue().waiting().get(queue) + " (" + one.getKey() + ")"));
      }
    }
    return waiting;
  }

  /** How many slots have work, over all workers that told of themselves lately, by queue. */
  public Map<String, WorkerAnnouncement.SlotUse> slots(Sight sight) {
    Map<String, WorkerAnnouncement.SlotUse> slots = new TreeMap<>();
    told(sight.all())
        .values()
        .forEach(
            one ->
                one.slots()
                    .forEach(
                        (queue, use) -> slots.merge(queue, use, WorkerAnnouncement.SlotUse::plus)));
    return slots;
  }

  /** What each of these told lately, of those that did. */
  public Map<String, WorkerAnnouncement> told(Set<String> workers) {
    Map<String, WorkerAnnouncement> told = new TreeMap<>();
    workers.forEach(worker -> announcements.of(worker).ifPresent(known -> told.put(worker, known)));
    return told;
  }
}
