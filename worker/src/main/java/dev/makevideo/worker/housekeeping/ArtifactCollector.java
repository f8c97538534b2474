package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.storage.ArtifactStore;
import dev.makevideo.workflows.contract.CollectedArtifacts;
import dev.makevideo.workflows.contract.HousekeepingActivities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes artifacts by the time of their last use. A job uses everything that it names between its
 * start (an upload: shortly before) and its end. So what was last used a day before the oldest job
 * that the server still knows, running or kept, is named by none of them. Thread-safe.
 */
public final class ArtifactCollector implements HousekeepingActivities {
  private static final Logger log = LoggerFactory.getLogger(ArtifactCollector.class);

  /** Between the upload of a narration and the start of its job. */
  private static final Duration UPLOADED_BEFORE = Duration.ofHours(24);

  private final KnownJobs jobs;
  private final ArtifactStore store;
  private final Duration retention;
  private final Clock clock;

  public ArtifactCollector(KnownJobs jobs, ArtifactStore store, Duration retention, Clock clock) {
    this.jobs = jobs;
    this.store = store;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public CollectedArtifacts collectArtifacts() {
    Instant now = clock.instant();
    Instant limit = now.minus(retention);
    Optional<Instant> oldest = jobs.oldestBefore(limit.plus(UPLOADED_BEFORE));
    Instant before =
        oldest.map(start -> start.minus(UPLOADED_BEFORE)).filter(limit::isAfter).orElse(limit);
    try {
      ArtifactStore.Collected collected = store.collect(Duration.between(before, now), Set.of());
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
}
