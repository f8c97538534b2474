package dev.makevideo.coordination.lock;

import java.util.List;

/**
 * A wait would never have ended. The message names the ring: {@code a waits for lock x held by b,
 * which waits for lock y held by a}. Of those in the ring the one that came last is told, and the
 * others go on waiting for what he holds.
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param ring an owner, the lock that it waits for, the owner of that, and so on
   */
  DeadlockException(List<String> ring) {
    super(text(ring));
  }

  private static String text(List<String> ring) {
    StringBuilder text = new StringBuilder(ring.get(0));
    for (int i = 1; i < ring.size(); i += 2) {
      String holder = ring.get((i + 1) % ring.size());
      text.append(i == 1 ? "" : ", which").append(" waits for lock ").append(ring.get(i));
      text.append(" held by ").append(holder);
    }
    return text.toString();
  }
}
