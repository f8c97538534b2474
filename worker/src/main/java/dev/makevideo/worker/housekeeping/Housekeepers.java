package dev.makevideo.worker.housekeeping;

import dev.makevideo.platform.settings.StorageSettings;
import dev.makevideo.platform.storage.ArtifactStore;
import io.temporal.client.WorkflowClient;
import java.time.Clock;

/** What keeps the house. */
public record Housekeepers(ArtifactCollector collector, JobExpiry expiry, ObjectFreeing freeing) {
  /**
   * By their settings.
   *
   * @param calendar by which jobs and artifacts are old
   */
  public static Housekeepers of(
      StorageSettings settings, WorkflowClient client, ArtifactStore store, Clock calendar) {
    return new Housekeepers(
        new ArtifactCollector(client, store, settings.retention(), calendar),
        new JobExpiry(client, settings.jobsKept(), calendar),
        new ObjectFreeing(client, store, settings.store().resolve("uploads"), calendar));
  }
}
