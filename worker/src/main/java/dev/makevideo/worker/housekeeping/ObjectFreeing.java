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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

  private final WorkflowClient client;
  private final ArtifactStore store;
  private final WaitingUploads uploads;
  private final Clock clock;
  private final Heartbeat heartbeat;

  /**
   * @param uploads the folder of uploads ahead of their job
   */
  public ObjectFreeing(WorkflowClient client, ArtifactStore store, Path uploads, Clock clock) {
    this(client, store, uploads, clock, Heartbeat.ofAttempt());
  }

  ObjectFreeing(
      WorkflowClient client, ArtifactStore store, Path uploads, Clock clock, Heartbeat heartbeat) {
    this.client = client;
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

  private FreedObjects free(List<ForgottenJob> jobs) throws IOException {
    Instant now = clock.instant();
    Set<String> ids = jobs.stream().map(ForgottenJob::id).collect(Collectors.toSet());
    Set<String> waiting = uploads.objects();
    Named named = Named.look(client, store, ids, now, heartbeat);
    Instant before = named.oldestOpen().filter(now::isAfter).orElse(now).minus(RECENTLY);
    int files = 0;
    long bytes = 0;
    List<ForgottenJob> left = new ArrayList<>();
    Set<String> gone = new HashSet<>();
    for (ForgottenJob job : jobs) {
      List<ObjectRef> undecided = new ArrayList<>();
      for (ObjectRef object : objects(job)) {
        heartbeat.beat(files);
        if (named.others().contains(object.sha256()) || gone.contains(object.sha256())) {
          continue;
        }
        boolean later =
            waiting.contains(object.sha256()) || named.going().contains(object.sha256());
        switch (later ? ArtifactStore.Freed.USED : store.free(object, before)) {
          case FREED -> {
            files++;
            bytes += object.bytes();
            gone.add(object.sha256());
          }
          case USED -> undecided.add(object);
          case ABSENT -> gone.add(object.sha256());
        }
      }
      left(job, undecided).ifPresent(left::add);
    }
    return new FreedObjects(files, bytes, left);
  }

  /** Its lists are read before they go. */
  private Set<ObjectRef> objects(ForgottenJob job) throws IOException {
    Set<ObjectRef> all = new LinkedHashSet<>(job.objects());
    for (ObjectRef list : job.lists()) {
      all.addAll(Named.listed(store, list));
    }
    return all;
  }

  private static Optional<ForgottenJob> left(ForgottenJob job, List<ObjectRef> undecided) {
    List<ObjectRef> lists = job.lists().stream().filter(undecided::contains).toList();
    return undecided.isEmpty()
        ? Optional.empty()
        : Optional.of(new ForgottenJob(job.id(), undecided, lists));
  }
}
