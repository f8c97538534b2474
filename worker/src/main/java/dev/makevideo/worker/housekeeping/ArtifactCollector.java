package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.worker.housekeeping.KnownRuns.Run;
import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes artifacts by the time of their last use. A job uses everything that it names between its
 * start (an upload: shortly before) and its end. So what was last used a day before the oldest job
 * that the server still knows, running or kept, is named by none that has ended. What an open one
 * or an open conversation names stays in any case: it may wait for days. Thread-safe.
 */
public final class ArtifactCollector implements HousekeepingActivities {
  private static final Logger log = LoggerFactory.getLogger(ArtifactCollector.class);

  /** Between the upload of a narration and the start of its job. */
  private static final Duration UPLOADED_BEFORE = Duration.ofHours(24);

  private final KnownRuns runs;
  private final ArtifactStore store;
  private final Duration retention;
  private final Clock clock;
  private final Heartbeat heartbeat;

  public ArtifactCollector(
      WorkflowClient client, ArtifactStore store, Duration retention, Clock clock) {
    this(new ServerKnownRuns(client), store, retention, clock, Heartbeat.ofAttempt());
  }

  ArtifactCollector(
      KnownRuns runs, ArtifactStore store, Duration retention, Clock clock, Heartbeat heartbeat) {
    this.runs = runs;
    this.store = store;
    this.retention = retention;
    this.clock = clock;
    this.heartbeat = heartbeat;
  }

  @Override
  public CollectedArtifacts collectArtifacts() {
    Instant now = clock.instant();
    try {
      Set<String> named = namedByOpen(now);
      Instant before = before(now);
      ArtifactStore.Collected collected = store.collect(Duration.between(before, now), named);
      log.atInfo()
          .addKeyValue("files", collected.files())
          .addKeyValue("bytes", collected.bytes())
          .addKeyValue("unused_since", before)
          .log("artifacts collected");
      return new CollectedArtifacts(collected.files(), collected.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("artifacts could not be collected", e);
    }
  }

  private Set<String> namedByOpen(Instant now) throws IOException {
    try {
      return Named.byOpen(runs, store, now, heartbeat);
    } catch (StatusRuntimeException e) {
      requireListless(e);
      return Set.of();
    }
  }

  /**
   * What was not used since may go: neither known jobs nor open conversations, which name what they
   * hear in no place that is read here, had begun by then.
   */
  private Instant before(Instant now) {
    Instant limit = now.minus(retention);
    try (Stream<Run> jobs = runs.jobsStartedBefore(limit.plus(UPLOADED_BEFORE))) {
      Optional<Instant> open = Named.oldestOpen(runs, now, heartbeat);
      return Stream.concat(jobs.map(Run::started), open.stream())
          .map(start -> start.minus(UPLOADED_BEFORE))
          .filter(limit::isAfter)
          .min(Comparator.naturalOrder())
          .orElse(limit);
    } catch (StatusRuntimeException e) {
      requireListless(e);
      return limit;
    }
  }

  /** The in-memory server lists nothing, and knows no job older than itself. */
  private static void requireListless(StatusRuntimeException e) {
    if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
      throw e;
    }
  }
}
