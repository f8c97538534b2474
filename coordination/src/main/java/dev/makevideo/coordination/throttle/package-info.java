/** Leaves services alone that asked for patience, until the time that they named. */
@org.jspecify.annotations.NullMarked
package dev.makevideo.coordination.throttle;
