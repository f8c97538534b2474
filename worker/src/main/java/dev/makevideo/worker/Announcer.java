package dev.makevideo.worker;

import dev.makevideo.platform.announcement.Announcements;
import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.announcement.WorkerAnnouncement.Ability;
import dev.makevideo.worker.admission.AdmissionControl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the worker tell every ten seconds how it is. Thread-safe. */
final class Announcer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);
  private static final long SECONDS = 10;

  private final Announcements announcements;
  private final String worker;
  private final Map<String, Supplier<Ability>> abilities;
  private final AdmissionControl admission;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "announcer");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param worker as Temporal knows it
   * @param abilities asked each time
   */
  Announcer(
      Announcements announcements,
      String worker,
      Map<String, Supplier<Ability>> abilities,
      AdmissionControl admission) {
    this.announcements = announcements;
    this.worker = worker;
    this.abilities = Map.copyOf(abilities);
    this.admission = admission;
  }

  void start() {
    var unused = timer.scheduleWithFixedDelay(this::tell, 0, SECONDS, TimeUnit.SECONDS);
  }

  private void tell() {
    try {
      Map<String, Ability> known = new LinkedHashMap<>();
      abilities.forEach((name, ability) -> known.put(name, ability.get()));
      announcements.publish(
          worker, new WorkerAnnouncement(known, admission.waiting(), admission.use()));
    } catch (RuntimeException e) {
      // The next one may be heard.
      log.atDebug().setCause(e).log("worker not announced");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
