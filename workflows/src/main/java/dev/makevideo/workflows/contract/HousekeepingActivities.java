package dev.makevideo.workflows.contract;

import io.temporal.activity.ActivityInterface;

/** What is done once a day for all jobs. */
@ActivityInterface
public interface HousekeepingActivities {
  /**
   * Deletes the artifacts that no job has used for longer than the retention and that no job which
   * runs or is kept can name. Running it twice does no harm.
   */
  CollectedArtifacts collectArtifacts();
}
