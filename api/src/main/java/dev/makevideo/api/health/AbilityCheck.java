package dev.makevideo.api.health;

import dev.makevideo.api.queue.Workers;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.announcement.WorkerAnnouncement.Ability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Whether what workers need for their work is there, as they tell it. Not vital: jobs are accepted
 * and wait, and another worker may have it.
 */
public final class AbilityCheck implements HealthCheck {
  private final String ability;
  private final Workers workers;

  /**
   * @param ability one of {@link WorkerAnnouncement}'s
   */
  public AbilityCheck(String ability, Workers workers) {
    this.ability = ability;
    this.workers = workers;
  }

  @Override
  public String name() {
    return ability;
  }

  @Override
  public boolean isVital() {
    return false;
  }

  @Override
  public Finding look() throws InterruptedException {
    Optional<Workers.Sight> sight = workers.look();
    if (sight.isEmpty()) {
      return HealthCheck.well("this Temporal server cannot say who works");
    }
    Map<String, WorkerAnnouncement> told = workers.told(sight.get().all());
    List<String> broken = new ArrayList<>();
    TreeSet<String> working = new TreeSet<>();
    told.forEach(
        (worker, announcement) -> {
          Ability known = announcement.abilities().get(ability);
          if (known != null && known.works()) {
            working.add(known.details());
          } else if (known != null) {
            broken.add(worker + ": " + known.details());
          }
        });
    if (!broken.isEmpty()) {
      String where = String.join("; ", broken);
      return working.isEmpty() ? HealthCheck.bad(where) : HealthCheck.worrying(where);
    }
    if (!working.isEmpty()) {
      return HealthCheck.well(String.join("; ", working));
    }
    return HealthCheck.worrying(
        sight.get().all().isEmpty()
            ? "not known: no worker polls"
            : "not known: the workers tell it by Redis, and have not lately");
  }
}
