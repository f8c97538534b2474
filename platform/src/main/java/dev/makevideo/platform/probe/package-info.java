/**
 * What is in a file of sound or pictures, measured by ffprobe and by reading its packets. Does not
 * judge whether that is good enough.
 */
@org.jspecify.annotations.NullMarked
package dev.makevideo.platform.probe;
