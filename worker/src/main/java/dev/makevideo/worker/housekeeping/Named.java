package dev.makevideo.worker.housekeeping;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.makevideo.platform.forgetting.NamedObjects;
import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.worker.housekeeping.KnownRuns.Run;
import dev.makevideo.workflows.job.ObjectRef;
import dev.makevideo.workflows.wire.Payloads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the jobs and conversations name that the server knows, looked at once.
 *
 * @param others the SHA-256 of what is named by conversations, and by jobs that are not to be
 *     deleted
 * @param going the SHA-256 of what jobs name that are to be deleted, and are there still
 */
record Named(Set<String> others, Set<String> going) {
  /** A conversation that closed so shortly ago may have begun a job that is not listed yet. */
  private static final Duration JUST_CLOSED = Duration.ofHours(1);

  private static final ObjectMapper JSON = Payloads.mapper();

  /**
   * When the oldest run of a job or a conversation started that is open; reads no history.
   *
   * @throws RuntimeException if the server does not answer
   */
  static Optional<Instant> oldestOpen(KnownRuns runs, Instant now, Heartbeat heartbeat) {
    // Conversations first: one that ends meanwhile has begun its job before that.
    Optional<Instant> talks;
    try (Stream<Run> open = runs.conversations(now.minus(JUST_CLOSED))) {
      talks = oldest(open, heartbeat);
    }
    try (Stream<Run> open = runs.openJobs()) {
      Optional<Instant> jobs = oldest(open, heartbeat);
      return Stream.concat(talks.stream(), jobs.stream()).min(Comparator.naturalOrder());
    }
  }

  private static Optional<Instant> oldest(Stream<Run> runs, Heartbeat heartbeat) {
    return runs.peek(run -> heartbeat.beat(0)).map(Run::started).min(Comparator.naturalOrder());
  }

  /**
   * Goes through all of them: two short reads each. A conversation that went on in a new run names
   * in its input what it knew by then; what came since was used since.
   *
   * @param forgotten ids of jobs that are deleted, or about to be
   * @throws RuntimeException if the server does not answer, or what one names cannot be read
   */
  static Named look(
      KnownRuns runs, ArtifactStore store, Set<String> forgotten, Instant now, Heartbeat heartbeat)
      throws IOException {
    Look look = new Look(store, heartbeat, new Named(new HashSet<>(), new HashSet<>()));
    // First, as above.
    try (Stream<Run> talks = runs.conversations(now.minus(JUST_CLOSED))) {
      look.through(talks, run -> false);
    }
    try (Stream<Run> jobs = runs.jobs()) {
      look.through(jobs, run -> !run.isOpen() && forgotten.contains(run.workflow()));
    }
    return look.found;
  }

  /**
   * The SHA-256 of what open jobs and conversations name, whenever it was used last: what a
   * conversation heard days ago is its job's, and a job may wait for a worker for as long.
   *
   * @throws RuntimeException if the server does not answer, or what one names cannot be read
   */
  static Set<String> byOpen(KnownRuns runs, ArtifactStore store, Instant now, Heartbeat heartbeat)
      throws IOException {
    Look look = new Look(store, heartbeat, new Named(new HashSet<>(), new HashSet<>()));
    // First, as above.
    try (Stream<Run> talks = runs.conversations(now.minus(JUST_CLOSED))) {
      look.through(talks, run -> false);
    }
    try (Stream<Run> jobs = runs.openJobs()) {
      look.through(jobs, run -> false);
    }
    return look.found.others;
  }

  /** One look; a list that many name is read once. */
  private static final class Look {
    private final ArtifactStore store;
    private final Heartbeat heartbeat;
    private final Named found;
    private final Map<ObjectRef, Set<String>> lists = new HashMap<>();

    Look(ArtifactStore store, Heartbeat heartbeat, Named found) {
      this.store = store;
      this.heartbeat = heartbeat;
      this.found = found;
    }

    void through(Stream<Run> runs, Predicate<Run> goes) throws IOException {
      Iterator<Run> each = runs.iterator();
      while (each.hasNext()) {
        Run run = each.next();
        heartbeat.beat(0);
        Optional<NamedObjects> named = run.named();
        if (named.isPresent()) { // else deleted meanwhile
          add(named.get(), goes.test(run) ? found.going : found.others);
        }
      }
    }

    /** What a deleted job was built of stays, if another was built of it, too. */
    private void add(NamedObjects named, Set<String> names) throws IOException {
      names.addAll(hashes(named.objects()));
      Stream<ObjectRef> naming =
          Stream.concat(named.lists().stream(), named.groundworks().stream()).distinct();
      for (ObjectRef list : naming.toList()) {
        if (!lists.containsKey(list)) {
          lists.put(list, hashes(listed(store, list)));
        }
        names.addAll(lists.getOrDefault(list, Set.of()));
      }
    }
  }

  /** What an object of JSON names; nothing if it is gone. */
  static Set<ObjectRef> listed(ArtifactStore store, ObjectRef list) throws IOException {
    Optional<byte[]> bytes = store.peek(list);
    return bytes.isPresent() ? NamedObjects.in(JSON.readTree(bytes.get())).objects() : Set.of();
  }

  private static Set<String> hashes(Set<ObjectRef> objects) {
    return objects.stream().map(ObjectRef::sha256).collect(Collectors.toSet());
  }
}
