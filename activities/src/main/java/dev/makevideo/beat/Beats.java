package dev.makevideo.beat;

/** Opens the heartbeat of the activity that runs on the current thread. */
public interface Beats {
  /** Must be called on the activity's thread, and closed by it. */
  Beat open();
}
