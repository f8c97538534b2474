package dev.makevideo.api.health;

import dev.makevideo.platform.announcement.WorkerAnnouncement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether somebody polls each task queue, and whether there is room where they are. Not vital:
 * without a worker jobs are accepted and wait.
 */
public final class WorkersCheck implements HealthCheck {
  private final Workers workers;

  public WorkersCheck(Workers workers) {
    this.workers = workers;
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
  public Finding look() throws InterruptedException {
    Optional<Workers.Sight> sight = workers.look();
    if (sight.isEmpty()) {
      return HealthCheck.well("this Temporal server cannot say who polls");
    }
    Set<String> all = sight.get().all();
    Map<String, WorkerAnnouncement> told = workers.told(all);
    List<String> without = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    sight
        .get()
        .pollers()
        .forEach(
            (queue, pollers) -> {
              Optional<String> lack = lack(queue, told);
              lack.ifPresent(why -> waiting.add(queue + " waits for room: " + why));
              if (pollers.isEmpty() && lack.isEmpty()) {
                without.add(queue);
              }
            });
    if (!without.isEmpty()) {
      return HealthCheck.bad(
          "no worker polls " + String.join(", ", without) + "; jobs wait until one is started");
    }
    return waiting.isEmpty()
        ? HealthCheck.well("all task queues are polled, by " + all.size() + " workers")
        : HealthCheck.worrying(String.join("; ", waiting));
  }

  /** Why a queue's work waits with every worker that told of itself, if so. */
  private static Optional<String> lack(String queue, Map<String, WorkerAnnouncement> told) {
    return told.values().stream().allMatch(one -> one.waiting().containsKey(queue))
        ? told.entrySet().stream()
            .findFirst()
            .map(one -> one.getValue().waiting().get(queue) + " (" + one.getKey() + ")")
        : Optional.empty();
  }
}
