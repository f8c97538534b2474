/**
 * Many processes round one Redis that is killed, frozen and emptied: what the shared breaker does
 * then, beside what its contract says.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.checks.chaos.breaker;
