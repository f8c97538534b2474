package dev.makevideo.standalone.cli;

import java.nio.file.Path;

/**
 * How a batch is run.
 *
 * @param atOnce jobs that are open at once
 * @param dryRun whether rows are only checked
 * @param noFollow whether jobs are only sent
 * @param folder where the videos go
 */
record BatchPlan(int atOnce, boolean dryRun, boolean noFollow, Path folder) {
  private static final int MOST = 32;

  BatchPlan {
    if (atOnce < 1 || atOnce > MOST) {
      throw new dev.makevideo.platform.settings.InvalidSettingException(
          "--at-once is " + atOnce + ", and may be 1 to " + MOST);
    }
  }
}
