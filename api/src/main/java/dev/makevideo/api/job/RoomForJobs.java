package dev.makevideo.api.job;

import dev.makevideo.api.http.ProblemException;
import dev.makevideo.api.http.ProblemType;
import dev.makevideo.platform.room.DiskRoom;
import dev.makevideo.platform.room.WatchedDisks;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a new job is taken: not while a disk has less free than {@code MAKE_VIDEO_DISK_LEAST}.
 * What is left belongs to the jobs that run. Thread-safe.
 */
public final class RoomForJobs {
  private static final int RETRY_SECONDS = 60;

  private final Logger log = LoggerFactory.getLogger(RoomForJobs.class);
  private final WatchedDisks disks;

  public RoomForJobs(WatchedDisks disks) {
    this.disks = disks;
  }

  /**
   * Refuses the job if there is no room for it.
   *
   * @throws ProblemException with 507, before anything of the request is read
   * @throws IOException if the store is not there
   */
  public void require() throws IOException {
    WatchedDisks.Sight sight = disks.look();
    if (sight.worst() != DiskRoom.Level.CRITICAL) {
      return;
    }
    log.atWarn().addKeyValue("reason", sight.sentence()).log("job refused for want of room");
    throw ProblemException.later(
        ProblemType.HOST_EXHAUSTED,
        "No new job is taken for want of room ("
            + sight.sentence()
            + "): make room, or lower MAKE_VIDEO_DISK_LEAST. Jobs that run go on.",
        RETRY_SECONDS);
  }
}
