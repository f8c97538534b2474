/**
 * The circuit breaker that all workers share; {@link
 * dev.makevideo.coordination.breaker.CircuitBreaker} is its contract. Knows nothing of what is
 * called.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.breaker;
