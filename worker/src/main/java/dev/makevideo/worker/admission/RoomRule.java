package dev.makevideo.worker.admission;

import dev.makevideo.platform.settings.ByteSize;
import dev.makevideo.platform.settings.RoomSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether there is room for one more piece of work. A job that runs may use what lies between the
 * least for a new job and the reserve, so that it can end; beyond that its work waits, too.
 * Thread-safe.
 */
final class RoomRule {
  /** Ten times what a busy worker has; so many are left behind by something that is broken. */
  static final int MOST_TEMPORARY_FILES = 50_000;

  /** Others may have filled the disk, so that the lesson is wrong: then it is tried again. */
  static final Duration LESSON = Duration.ofMinutes(10);

  private final RoomSettings settings;
  private final HostRoom room;
  private final LongSupplier nanos;
  private final Map<String, Lesson> lessons = new ConcurrentHashMap<>();

  private record Lesson(long bytes, long learnt) {}

  /**
   * @param nanos a clock that only runs forward
   */
  RoomRule(RoomSettings settings, HostRoom room, LongSupplier nanos) {
    this.settings = settings;
    this.room = room;
    this.nanos = nanos;
  }

  /**
   * An attempt ran out of disk. Until there is more than it had, or as much as makes health well
   * again, or ten minutes are over, none of its queue begins: it would only burn attempts.
   *
   * @param bytes what was free when it began
   */
  void notEnough(String queue, long bytes) {
    lessons.put(queue, new Lesson(bytes, nanos.getAsLong()));
  }

  private long learnt(Need need, long each) {
    Lesson lesson = lessons.get(need.queue());
    return lesson == null || nanos.getAsLong() - lesson.learnt() > LESSON.toNanos()
        ? 0
        : Math.min(lesson.bytes() + each, settings.diskWarn().bytes());
  }

  /**
   * Why no more of it may begin; empty: there is room.
   *
   * @param atWork how many pieces of the same kind are under way and may still grow
   */
  Optional<Objection> objection(Need need, int atWork) {
    return disk(need, atWork).or(() -> memory(need, atWork)).or(this::files);
  }

  private Optional<Objection> disk(Need need, int atWork) {
    long each = settings.diskLeast().bytes() / 100 * need.diskPercent();
    long wanted =
        Math.max(settings.diskReserve().bytes() + each * (atWork + 1), learnt(need, each));
    try {
      long usable = room.disk();
      return usable >= wanted
          ? Optional.empty()
          : Optional.of(
              new Objection(
                  Objection.Lack.DISK,
                  "the store's disk has %s free, and %s more beside %d at work wants %s"
                      .formatted(
                          ByteSize.text(usable), name(need), atWork, ByteSize.text(wanted))));
    } catch (IOException e) {
      return Optional.of(
          new Objection(Objection.Lack.DISK, "the store cannot be looked at: " + e.getMessage()));
    }
  }

  /** Where nothing is at work, one piece may have what there is: a small host works slowly. */
  private Optional<Objection> memory(Need need, int atWork) {
    OptionalLong available = room.memory();
    long wanted = settings.memoryLeast().bytes() + (atWork == 0 ? 0 : need.memory());
    return settings.memoryLeast().bytes() == 0
            || available.isEmpty()
            || available.getAsLong() >= wanted
        ? Optional.empty()
        : Optional.of(
            new Objection(
                Objection.Lack.MEMORY,
                "%s of memory available, and %s wants %s"
                    .formatted(
                        ByteSize.text(available.getAsLong()), name(need), ByteSize.text(wanted))));
  }

  private Optional<Objection> files() {
    int files = room.temporaryFiles();
    return files <= MOST_TEMPORARY_FILES
        ? Optional.empty()
        : Optional.of(
            new Objection(
                Objection.Lack.TEMPORARY_FILES,
                "%d files lie in scratch folders, at most %d may"
                    .formatted(files, MOST_TEMPORARY_FILES)));
  }

  private static String name(Need need) {
    return "one piece of " + need.queue();
  }
}
