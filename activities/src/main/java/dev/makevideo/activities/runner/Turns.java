package dev.makevideo.activities.runner;

import dev.makevideo.platform.process.StopSignal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time for each key within this process, so that what several jobs want at once is worked
 * out once: whoever gets its turn looks first whether the one before has done it. Other processes
 * may do the same work meanwhile. Thread-safe.
 */
public final class Turns {
  private static final long POLL_MILLIS = 200;

  private final Map<String, Turn> turns = new HashMap<>();

  private static final class Turn {
    private final ReentrantLock lock = new ReentrantLock(true);
    private int users;
  }

  /** A turn; it ends when this is closed, by the thread that took it. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for the key's turn: as long as those before it work, or until stopped.
   *
   * @throws InterruptedException if interrupted or stopped while waiting
   */
  public Held take(String key, StopSignal stop) throws InterruptedException {
    Turn turn = join(key);
    boolean taken = false;
    try {
      while (!turn.lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (stop.isStopped()) {
          throw new InterruptedException("stopped while another did the same");
        }
      }
      taken = true;
    } finally {
      if (!taken) {
        leave(key, turn);
      }
    }
    return () -> {
      turn.lock.unlock();
      leave(key, turn);
    };
  }

  private synchronized Turn join(String key) {
    Turn turn = turns.computeIfAbsent(key, k -> new Turn());
    turn.users++;
    return turn;
  }

  private synchronized void leave(String key, Turn turn) {
    if (--turn.users == 0) {
      turns.remove(key);
    }
  }

  /** How many keys somebody has or waits for. */
  synchronized int size() {
    return turns.size();
  }
}
