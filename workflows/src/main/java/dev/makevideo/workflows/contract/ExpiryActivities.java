package dev.makevideo.workflows.contract;

import io.temporal.activity.ActivityInterface;

/** The end of jobs that ended long ago. */
@ActivityInterface
public interface ExpiryActivities {
  /**
   * Deletes the jobs and conversations that ended longer ago than jobs are kept; none where nobody
   * set how long that is. One that runs is never touched. Running it twice does no harm.
   */
  ExpiredJobs expireJobs();
}
