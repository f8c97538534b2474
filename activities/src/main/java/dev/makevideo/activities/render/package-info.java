/**
 * From a timeline to the video: one encode for each segment, joined by copying, measured at the
 * end. Does not decide what is shown; that is {@code timeline}'s.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.activities.render;
