/**
 * Plans the finished video on the grid of its frames: which clip is shown from when to when. Knows
 * no encoder.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.timeline;
