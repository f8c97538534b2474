/**
 * What the processes share, in one hand: every feature of coordination is got from it, over Redis
 * or for one process alone. How each one fails is said by the feature.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.coordinator;
