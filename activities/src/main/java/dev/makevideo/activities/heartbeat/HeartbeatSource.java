package dev.makevideo.activities.heartbeat;

/** Opens the heartbeat of the activity that runs on the current thread. */
public interface HeartbeatSource {
  /** Must be called on the activity's thread, and closed by it. */
  Heartbeat open();
}
