package dev.makevideo.coordination.lock;

import java.time.Duration;
import java.util.List;

/**
 * What is to be locked, for whom and for how long. Immutable.
 *
 * @param names 1 to {@link #MOST_NAMES}; kept without doubles, in the order of names
 * @param lease how long a lock counts when its process says nothing any more; {@link
 *     #SHORTEST_LEASE} to {@link #LONGEST_LEASE}. Thirty seconds is a good one: it must be longer
 *     than Redis or the process may stand still
 * @param patience the longest wait for all of them together; zero: none
 */
public record LockRequest(
    LockOwner owner, List<LockName> names, Duration lease, Duration patience) {
  public static final int MOST_NAMES = 16;
  public static final Duration SHORTEST_LEASE = Duration.ofMillis(500);
  public static final Duration LONGEST_LEASE = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException if one of them is out of its bounds
   */
  public LockRequest {
    names = names.stream().distinct().sorted().toList();
    if (names.isEmpty() || names.size() > MOST_NAMES) {
      throw new IllegalArgumentException("names are " + names + "; allowed: 1 to " + MOST_NAMES);
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "lease is " + lease + "; allowed: " + SHORTEST_LEASE + " to " + LONGEST_LEASE);
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience is " + patience + "; allowed: zero or more");
    }
  }

  /** For one lock. */
  public LockRequest(LockOwner owner, LockName name, Duration lease, Duration patience) {
    this(owner, List.of(name), lease, patience);
  }
}
