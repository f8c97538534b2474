package dev.makevideo.coordination.limit;

import java.time.Duration;

/**
 * Says who may do how much of a thing. What {@link RedisLimits} adds for all processes is said
 * there. Thread-safe.
 */
public interface Limits {
  /**
   * An answer.
   *
   * @param allowed whether it may be done; it is counted then, and only then
   * @param remaining units that may be had at once now
   * @param resetAfter until nothing that was had counts any more
   * @param retryAfter until the same may be asked for with success, if nobody else asks; zero if it
   *     is allowed
   */
  record Decision(boolean allowed, long remaining, Duration resetAfter, Duration retryAfter) {}

  /**
   * Asks for something. Takes 250 ms at the most.
   *
   * @param tenant who; any text up to 200 characters, which is hashed
   * @param cost how many units, up to {@link LimitPolicy#most}; 0 only looks, and is allowed
   * @throws IllegalArgumentException if the tenant or the cost is out of bounds
   */
  Decision take(String tenant, LimitPolicy policy, long cost);
}
