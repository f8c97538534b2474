/**
 * The connection to Redis, its health, and every key. Knows nothing of what the other packages keep
 * there.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.redis;
