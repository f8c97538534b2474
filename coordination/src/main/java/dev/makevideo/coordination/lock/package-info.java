/**
 * Locks with leases and fences, over all processes; a ring of waiters is told to one of them. They
 * fail closed.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.lock;
