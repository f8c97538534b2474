package dev.makevideo.standalone.cli;

import java.nio.file.Path;

/**
 * How a batch is run.
 *
 * @param atOnce jobs that are open at once, 1 to 32
 * @param dryRun whether rows are only checked
 * @param noFollow whether jobs are only sent
 * @param folder where the videos go
 */
record BatchPlan(int atOnce, boolean dryRun, boolean noFollow, Path folder) {
  static final int USUALLY_AT_ONCE = 4;
  static final int MOST_AT_ONCE = 32;

  BatchPlan {
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "--at-once is " + atOnce + ", and may be 1 to " + MOST_AT_ONCE);
    }
  }

  /** The same, waiting for the jobs' ends. */
  BatchPlan following() {
    return new BatchPlan(atOnce, dryRun, false, folder);
  }
}
