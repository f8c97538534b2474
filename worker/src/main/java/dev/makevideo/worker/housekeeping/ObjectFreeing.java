package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.ForgottenJob;
import dev.makevideo.workflows.contract.FreedObjects;
import dev.makevideo.workflows.contract.FreeingActivities;
import dev.makevideo.workflows.job.ObjectRef;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the store what only deleted jobs named. What an open job uses is named in its
 * request, or was marked as used since it began; so what no known job names, and what was last used
 * before the oldest open job or conversation began, is nobody's. The same holds for what was
 * uploaded a moment ago, or ahead, for a job that is still to begin. Thread-safe.
 */
public final class ObjectFreeing implements FreeingActivities {
  private static final Logger log = LoggerFactory.getLogger(ObjectFreeing.class);

  /**
   * A form's body may take ten minutes from its first file to the start of its job; with what the
   * hosts' clocks differ by.
   */
  private static final Duration RECENTLY = Duration.ofMinutes(15);

  private final KnownRuns runs;
  private final ArtifactStore store;
  private final WaitingUploads uploads;
  private final Clock clock;
  private final Heartbeat heartbeat;

  /**
   * @param uploads the folder of uploads ahead of their job
   */
  public ObjectFreeing(WorkflowClient client, ArtifactStore store, Path uploads, Clock clock) {
    this(new ServerKnownRuns(client), store, uploads, clock, Heartbeat.ofAttempt());
  }

  ObjectFreeing(
      KnownRuns runs, ArtifactStore store, Path uploads, Clock clock, Heartbeat heartbeat) {
    this.runs = runs;
    this.store = store;
    this.uploads = new WaitingUploads(uploads);
    this.clock = clock;
    this.heartbeat = heartbeat;
  }

  @Override
  public FreedObjects freeObjects(List<ForgottenJob> jobs) {
    try {
      FreedObjects freed = free(jobs);
      log.atInfo()
          .addKeyValue("jobs", jobs.size())
          .addKeyValue("files", freed.files())
          .addKeyValue("bytes", freed.bytes())
          .addKeyValue("left", freed.left().stream().mapToInt(job -> job.objects().size()).sum())
          .log("objects of deleted jobs freed");
      return freed;
    } catch (IOException e) {
      throw new UncheckedIOException("objects of deleted jobs could not be freed", e);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return new FreedObjects(0, 0, List.of()); // who lists no jobs cannot say what they name
      }
      throw e;
    }
  }

  /** Cheap questions first: while nothing is unused for long enough, nobody's history is read. */
  private FreedObjects free(List<ForgottenJob> jobs) throws IOException {
    Instant now = clock.instant();
    Instant oldest = Named.oldestOpen(runs, now, heartbeat).filter(now::isAfter).orElse(now);
    Instant before = oldest.minus(RECENTLY);
    Set<String> waiting = uploads.objects();
    Map<ObjectRef, Set<ObjectRef>> lists = lists(jobs);
    FreedObjects possible = sweep(jobs, lists, object -> glance(object, waiting, before));
    if (possible.files() == 0) {
      return possible;
    }
    Set<String> ids = jobs.stream().map(ForgottenJob::id).collect(Collectors.toSet());
    Named named = Named.look(runs, store, ids, now, heartbeat);
    return sweep(
        jobs,
        lists,
        object -> {
          if (named.others().contains(object.sha256())) {
            return ArtifactStore.Freed.ABSENT; // it is not ours to free
          }
          boolean later =
              waiting.contains(object.sha256()) || named.going().contains(object.sha256());
          return later ? ArtifactStore.Freed.USED : store.free(object, before);
        });
  }

  /** What would become of an object that nobody else names. */
  private ArtifactStore.Freed glance(ObjectRef object, Set<String> waiting, Instant before)
      throws IOException {
    Optional<Instant> used = store.lastUse(object);
    if (used.isEmpty()) {
      return ArtifactStore.Freed.ABSENT;
    }
    return used.get().isBefore(before) && !waiting.contains(object.sha256())
        ? ArtifactStore.Freed.FREED
        : ArtifactStore.Freed.USED;
  }

  /** What becomes of an object. */
  private interface Fate {
    ArtifactStore.Freed of(ObjectRef object) throws IOException;
  }

  /** A list goes after all that it names: while it is there, that can be found. */
  private FreedObjects sweep(
      List<ForgottenJob> jobs, Map<ObjectRef, Set<ObjectRef>> lists, Fate fate) throws IOException {
    Sweep sweep = new Sweep(fate);
    Stream<ObjectRef> named = jobs.stream().flatMap(job -> job.objects().stream());
    Stream<ObjectRef> listed = lists.values().stream().flatMap(Set::stream);
    for (ObjectRef object : Stream.concat(named, listed).distinct().toList()) {
      if (!lists.containsKey(object)) {
        sweep.decide(object);
      }
    }
    for (Map.Entry<ObjectRef, Set<ObjectRef>> list : lists.entrySet()) {
      if (Collections.disjoint(list.getValue(), sweep.undecided)) {
        sweep.decide(list.getKey());
      } else {
        sweep.undecided.add(list.getKey());
      }
    }
    List<ForgottenJob> left = new ArrayList<>();
    for (ForgottenJob job : jobs) {
      List<ObjectRef> objects = job.objects().stream().filter(sweep.undecided::contains).toList();
      if (!objects.isEmpty()) {
        left.add(
            new ForgottenJob(
                job.id(), objects, job.lists().stream().filter(objects::contains).toList()));
      }
    }
    return new FreedObjects(sweep.files, sweep.bytes, left);
  }

  /** What was decided, and what was not. */
  private final class Sweep {
    private final Fate fate;
    private final Set<ObjectRef> undecided = new HashSet<>();
    private int files;
    private long bytes;

    Sweep(Fate fate) {
      this.fate = fate;
    }

    void decide(ObjectRef object) throws IOException {
      heartbeat.beat(files);
      switch (fate.of(object)) {
        case FREED -> {
          files++;
          bytes += object.bytes();
        }
        case USED -> undecided.add(object);
        case ABSENT -> {}
      }
    }
  }

  /** The lists of uploaded clips, with what each names that is still there itself. */
  private Map<ObjectRef, Set<ObjectRef>> lists(List<ForgottenJob> jobs) throws IOException {
    Map<ObjectRef, Set<ObjectRef>> lists = new LinkedHashMap<>();
    for (ForgottenJob job : jobs) {
      for (ObjectRef list : job.lists()) {
        lists.put(list, Named.listed(store, list));
      }
    }
    return lists;
  }
}
