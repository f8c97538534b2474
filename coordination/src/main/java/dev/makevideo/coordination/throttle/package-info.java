/** Leaves services alone that asked for patience, until the time that they named. */
@NullMarked
package dev.makevideo.coordination.throttle;

import org.jspecify.annotations.NullMarked;
