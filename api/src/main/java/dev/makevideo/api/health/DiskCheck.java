package dev.makevideo.api.health;

import dev.makevideo.platform.room.WatchedDisks;
import java.io.IOException;

/**
 * Room on the disks that the service writes to: a warning below {@code MAKE_VIDEO_DISK_WARN}, bad
 * below {@code MAKE_VIDEO_DISK_LEAST}, from where on new jobs are refused. Vital.
 */
public final class DiskCheck implements HealthCheck {
  private final WatchedDisks disks;

  public DiskCheck(WatchedDisks disks) {
    this.disks = disks;
  }

  @Override
  public String name() {
    return "disk_space";
  }

  @Override
  public boolean isVital() {
    return true;
  }

  @Override
  public Finding look() throws IOException {
    WatchedDisks.Sight sight = disks.look();
    return switch (sight.worst()) {
      case ENOUGH -> HealthCheck.well(sight.sentence());
      case LOW -> HealthCheck.worrying(sight.sentence());
      case CRITICAL ->
          HealthCheck.bad(sight.sentence() + ": make room; new jobs are refused until then");
    };
  }
}
