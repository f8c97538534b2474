package dev.makevideo.coordination.redis;

import io.lettuce.core.RedisException;

/**
 * No connection for a blocking command became free in time. The caller does without, or comes again
 * later; more of {@code REDIS_MAX_CONNECTIONS} helps.
 */
public final class ConnectionsExhaustedException extends RedisException {
  private static final long serialVersionUID = 1L;

  ConnectionsExhaustedException(String message) {
    super(message);
  }
}
