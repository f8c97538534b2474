package dev.makevideo.platform.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells running work to stop: because the job was cancelled, the attempt was given up, or the
 * worker shuts down. Once set it stays set. Thread-safe.
 */
public final class StopSignal {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean stopped;

  /** Whether work must stop. */
  public synchronized boolean isStopped() {
    return stopped;
  }

  /** Sets the signal and runs the listeners, once. */
  public void stop() {
    List<Runnable> toRun;
    synchronized (this) {
      if (stopped) {
        return;
      }
      stopped = true;
      toRun = List.copyOf(listeners);
      listeners.clear();
    }
    toRun.forEach(Runnable::run);
  }

  /** Runs {@code listener} when the signal is set, or at once if it is. Must not block. */
  public Registration onStop(Runnable listener) {
    boolean now;
    synchronized (this) {
      now = stopped;
      if (!now) {
        listeners.add(listener);
      }
    }
    if (now) {
      listener.run();
    }
    return () -> {
      synchronized (this) {
        listeners.remove(listener);
      }
    };
  }

  /** A listener's registration; closing it removes the listener. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
