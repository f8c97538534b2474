package dev.makevideo.worker.admission;

import dev.makevideo.platform.announcement.WorkerAnnouncement;
import dev.makevideo.platform.settings.RoomSettings;
import dev.makevideo.platform.telemetry.Metrics;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.tuning.ActivitySlotInfo;
import io.temporal.worker.tuning.SlotSupplier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of this worker's queues, given out while the host has room: looked at for each slot,
 * and each second while one is waited for. Says in log and metrics when work waits for room, and
 * when it goes on. Thread-safe.
 */
public final class AdmissionControl implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdmissionControl.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final RoomRule rule;
  private final HostRoom room;
  private final Map<String, AdmittedSlots> slots = new ConcurrentHashMap<>();
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "admission");
            thread.setDaemon(true);
            return thread;
          });

  private record Waiting(Objection objection, long since) {}

  public AdmissionControl(RoomSettings settings, HostRoom room) {
    this.room = room;
    this.rule = new RoomRule(settings, room, System::nanoTime);
    var unused =
        timer.scheduleWithFixedDelay(
            this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The slots of a queue; once for each.
   *
   * @param most how many at once
   */
  public SlotSupplier<ActivitySlotInfo> slots(String queue, int most) {
    Need need =
        Need.all().stream()
            .filter(known -> known.queue().equals(queue))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("queue is " + queue));
    AdmittedSlots made = new AdmittedSlots(most, atWork -> rule.objection(need, atWork));
    slots.put(queue, made);
    return made;
  }

  /** To be the innermost of the worker's: looks once more, and learns what was not enough. */
  public WorkerInterceptor interceptor() {
    return new AdmittedActivities(
        room,
        rule,
        queue -> Optional.ofNullable(slots.get(queue)).flatMap(AdmittedSlots::objectionNow));
  }

  /** Has it asked at each scrape. */
  public void register(Metrics metrics) {
    for (Need need : Need.all()) {
      for (Objection.Lack lack : Objection.Lack.values()) {
        metrics.admissionWaiting(
            need.queue(), lack.label(), () -> isWaitingFor(need.queue(), lack) ? 1 : 0);
      }
    }
  }

  /** How many slots of a queue are being polled with, or are in the SDK's hands for that. */
  int polling(String queue) {
    AdmittedSlots some = slots.get(queue);
    return some == null ? 0 : some.polling();
  }

  /** How many slots of each queue have work. */
  public Map<String, WorkerAnnouncement.SlotUse> use() {
    Map<String, WorkerAnnouncement.SlotUse> use = new TreeMap<>();
    slots.forEach((queue, some) -> use.put(queue, some.use()));
    return use;
  }

  /** Which queues wait for room, and why. */
  public Map<String, String> waiting() {
    Map<String, String> sentences = new TreeMap<>();
    waiting.forEach((queue, wait) -> sentences.put(queue, wait.objection().sentence()));
    return sentences;
  }

  private boolean isWaitingFor(String queue, Objection.Lack lack) {
    Waiting wait = waiting.get(queue);
    return wait != null && wait.objection().lack() == lack;
  }

  private void tick() {
    try {
      slots.forEach(
          (queue, some) -> {
            some.grant();
            note(queue, some.objection());
          });
    } catch (RuntimeException e) {
      // One bad look must not end all others.
      log.atWarn().setCause(e).log("room not looked at");
    }
  }

  private void note(String queue, Optional<Objection> objection) {
    if (objection.isPresent()) {
      long now = System.nanoTime();
      Waiting before = waiting.get(queue);
      waiting.put(queue, new Waiting(objection.get(), before == null ? now : before.since()));
      if (before == null) {
        log.atWarn()
            .addKeyValue("queue", queue)
            .addKeyValue("lack", objection.get().lack().label())
            .addKeyValue("reason", objection.get().sentence())
            .log("work waits for room");
      }
      return;
    }
    Waiting over = waiting.remove(queue);
    if (over != null) {
      log.atInfo()
          .addKeyValue("queue", queue)
          .addKeyValue("waited_ms", (System.nanoTime() - over.since()) / 1_000_000)
          .log("there is room again");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
