package dev.makevideo.coordination.redis;

/**
 * The connections of one process to Redis at one moment.
 *
 * @param open made and not closed; never more than {@code REDIS_MAX_CONNECTIONS}
 * @param inUse of these, without idle ones that are kept for blocking commands
 * @param waits how often somebody had to wait for a connection for blocking commands
 * @param reconnects how often the connection for commands was back after a break
 */
public record ConnectionStats(int open, int inUse, long waits, long reconnects) {}
