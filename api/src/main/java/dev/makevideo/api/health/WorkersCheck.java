package dev.makevideo.api.health;

import dev.makevideo.api.queue.Workers;
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
    Map<String, String> lacks = workers.waiting(sight.get());
    List<String> without = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    lacks.forEach((queue, why) -> waiting.add(queue + " waits for room: " + why));
    sight
        .get()
        .pollers()
        .forEach(
            (queue, pollers) -> {
              if (pollers.isEmpty() && !lacks.containsKey(queue)) {
                without.add(queue);
              }
            });
    if (!without.isEmpty()) {
      return HealthCheck.bad(
          "no worker polls " + String.join(", ", without) + "; jobs wait until one is started");
    }
    return waiting.isEmpty()
        ? HealthCheck.well("all task queues are polled; workers: " + all.size())
        : HealthCheck.worrying(String.join("; ", waiting));
  }
}
